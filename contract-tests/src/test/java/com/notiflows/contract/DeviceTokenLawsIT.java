package com.notiflows.contract;

import static com.notiflows.contract.Request.put;
import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.demo.DemoProject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Properties of arbitrary changes to arbitrary lists of tokens. */
class DeviceTokenLawsIT {

  private static final String PATH = settingsOf(DemoProject.FCM);

  private final TestServer server = TestServer.get();

  /** A PATCH of device tokens. */
  private record Changes(Set<String> add, Set<String> remove, List<List<String>> replace) {

    boolean isConsistent() {
      Set<String> wanted = new LinkedHashSet<>(add);
      Set<String> unwanted = new LinkedHashSet<>(remove);
      replace.forEach(
          pair -> {
            wanted.add(pair.get(1));
            if (!pair.get(0).equals(pair.get(1))) {
              unwanted.add(pair.get(0));
            }
          });
      return wanted.stream().noneMatch(unwanted::contains);
    }

    String json() {
      List<String> parts = new ArrayList<>();
      if (!add.isEmpty()) {
        parts.add(Json.of("'add':%s", Json.array(add)));
      }
      if (!remove.isEmpty()) {
        parts.add(Json.of("'remove':%s", Json.array(remove)));
      }
      if (!replace.isEmpty()) {
        List<String> pairs =
            replace.stream()
                .map(p -> Json.of("{'from':'%s','to':'%s'}", p.get(0), p.get(1)))
                .toList();
        parts.add(Json.of("'replace':[%s]", String.join(",", pairs)));
      }
      return Json.of("{'device_tokens':{%s}}", String.join(",", parts));
    }
  }

  @Property(tries = 120, shrinking = ShrinkingMode.BOUNDED)
  void patchAppliesAllChangesAndKeepsOtherTokensInOrder(
      @ForAll("lists") Set<String> before, @ForAll("changes") Changes changes) {
    server.send(put(PATH, Json.deviceTokens(before.toArray(String[]::new)))).expect(200);

    Answer once = patch(changes);
    Answer twice = patch(changes);

    assertEquals(once.body(), twice.body(), "the second time changes nothing");
    List<String> after = new ArrayList<>();
    once.json().at("/settings/device_tokens").forEach(token -> after.add(token.asText()));
    assertEquals(after.size(), new LinkedHashSet<>(after).size(), "no duplicates");
    assertTrue(after.containsAll(changes.add()));
    assertTrue(changes.remove().stream().noneMatch(after::contains));
    changes.replace().forEach(pair -> assertTrue(after.contains(pair.get(1))));
    List<String> untouched = new ArrayList<>(before);
    untouched.removeAll(changes.remove());
    changes.replace().forEach(pair -> untouched.removeAll(pair));
    List<String> stayed = new ArrayList<>(after);
    stayed.retainAll(untouched);
    assertEquals(untouched, stayed, "same order");
  }

  private Answer patch(Changes changes) {
    return server.send(Request.admin("PATCH", PATH).json(changes.json())).expect(200);
  }

  @Provide
  Arbitrary<Set<String>> lists() {
    return token().set().ofMinSize(1).ofMaxSize(6);
  }

  @Provide
  Arbitrary<Changes> changes() {
    Arbitrary<Set<String>> some = token().set().ofMaxSize(3);
    Arbitrary<List<List<String>>> pairs = token().list().ofSize(2).list().ofMaxSize(2);
    return Combinators.combine(some, some, pairs)
        .as(Changes::new)
        .filter(
            c ->
                c.isConsistent()
                    && !(c.add().isEmpty() && c.remove().isEmpty() && c.replace().isEmpty()));
  }

  private static Arbitrary<String> token() {
    return Arbitraries.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
  }
}
