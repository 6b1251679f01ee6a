package com.notiflows.server.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.testing.Json;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LoneSurrogatesTest {

  private static List<String> in(String tree, String root, Set<String> passedOver) {
    return LoneSurrogates.in(Json.of(tree), root, passedOver).stream()
        .map(FieldViolation::field)
        .toList();
  }

  @Test
  void findsThemWhereverTheyStand() {
    assertEquals(List.of("body"), in("'\\ud83d'", "", Set.of()));
    assertEquals(List.of("r"), in("'a\\ude00'", "r", Set.of()));
    assertEquals(
        List.of("a[1]", "b.c"),
        in("{'a':['x','\\ude00\\ud83d'],'b':{'c':'\\ud800'}}", "", Set.of()));
    assertEquals(List.of("r.?", "r.?.x"), in("{'\\ud800':{'x':'\\ud800'}}", "r", Set.of()));
    assertEquals(List.of("body[0][0]"), in("[['\\udfff']]", "", Set.of()));
  }

  @Test
  void takesWholePairs() {
    assertEquals(List.of(), in("{'\\ud83d\\ude00':['\\ud83d\\ude00','a',1,null]}", "", Set.of()));
  }

  @Test
  void passesOverWhatItIsToldTo() {
    String tree = "{'later':['\\ud800'],'now':{'later':'\\ud800'}}";

    assertEquals(List.of("now.later"), in(tree, "", Set.of("later")));
    assertEquals(List.of("later[0]", "now.later"), in(tree, "", Set.of()));
  }
}
