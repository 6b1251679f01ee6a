package com.notiflows.server.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.testing.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoneSurrogatesTest {

  private static List<String> in(String tree, String root) {
    Violations found = new Violations(3);
    LoneSurrogates.check(Json.of(tree), root, found);
    return found.list().stream().map(FieldViolation::field).toList();
  }

  @Test
  void findsThemInValuesAndKeys() {
    assertEquals(List.of("body"), in("'\\ud83d'", ""));
    assertEquals(List.of("r"), in("'a\\ude00'", "r"));
    assertEquals(
        List.of("a[1]", "b.c"), in("{'a':['x','\\ude00\\ud83d'],'b':{'c':'\\ud800'}}", ""));
    assertEquals(List.of("r.?", "r.?.x"), in("{'\\ud800':{'x':'\\ud800'}}", "r"));
    assertEquals(List.of("body[0][0]"), in("[['\\udfff']]", ""));
  }

  @Test
  void acceptsSurrogatePairs() {
    assertEquals(List.of(), in("{'\\ud83d\\ude00':['\\ud83d\\ude00','a',1,null]}", ""));
  }

  @Test
  void stopsAtTheLimit() {
    String many = "['\\ud800'" + ",'\\ud800'".repeat(9) + "]";

    assertEquals(List.of("body[0]", "body[1]", "body[2]"), in(many, ""));
    assertEquals(
        List.of("r.?", "r.?", "r.?"),
        in("{'\\ud800':['a\\ud800'],'\\ud801':1}", "r").stream()
            .map(f -> f.replace("[0]", ""))
            .toList());
  }
}
