package com.notiflows.contract;

import static com.notiflows.contract.Request.admin;
import static com.notiflows.contract.Request.put;
import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.demo.DemoProject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Properties of arbitrary requests. Each response is also checked against the spec. */
class AnyRequestIT {

  private static final String APNS = settingsOf(DemoProject.APNS);

  private final TestServer server = TestServer.get();

  @Property(tries = 150, shrinking = ShrinkingMode.BOUNDED)
  void arbitraryJsonGetsADocumentedResponse(@ForAll("json") String json) {
    Answer answer = server.send(put(APNS, json));

    assertTrue(Set.of(200, 400, 422).contains(answer.status()), answer.body());
  }

  @Property(tries = 150, shrinking = ShrinkingMode.BOUNDED)
  void arbitraryBytesGetADocumentedResponse(@ForAll byte[] bytes) {
    Request request = admin("PUT", APNS).header("Content-Type", "application/json");

    Answer answer = server.send(request.body(bytes));

    assertTrue(Set.of(400, 422).contains(answer.status()), answer.body());
  }

  @Property(tries = 100, shrinking = ShrinkingMode.BOUNDED)
  void storedTokensAreReadBackUnchanged(@ForAll("tokens") List<String> tokens) {
    String list = String.join(",", tokens.stream().map(AnyRequestIT::quoted).toList());

    Answer answer =
        server.send(put(APNS, Json.of("{'settings':{'device_tokens':[%s]}}", list))).expect(200);

    assertEquals(tokens.stream().distinct().toList(), texts(answer));
    assertEquals(answer.body(), server.send(admin("GET", APNS)).body());
  }

  @Property(tries = 200, shrinking = ShrinkingMode.BOUNDED)
  void onlyValidUserKeysAreAccepted(@ForAll("userKeys") String key) {
    Answer answer =
        server.send(
            Request.of("GET", "/user/channels/" + DemoProject.APNS + "/settings")
                .header("x-notiflows-api-key", DemoProject.PUBLIC_KEY)
                .header("x-notiflows-user-key", key));

    answer.expect(401, "unauthenticated").detail("auth", "user_key");
  }

  /** Arbitrary text, and valid keys with one changed character. */
  @Provide
  Arbitrary<String> userKeys() {
    String good = SignedIn.token(DemoProject.USER);
    Arbitrary<String> text = Arbitraries.strings().withCharRange('!', '~').ofMaxLength(60);
    Arbitrary<String> parts =
        text.list().ofMinSize(1).ofMaxSize(5).map(all -> String.join(".", all));
    // The last character is left out: some of its bits are not part of the signature.
    Arbitrary<String> changed =
        Arbitraries.integers()
            .between(0, good.length() - 2)
            .flatMap(
                at ->
                    Arbitraries.of("ABCDabcd0189-_.{}".split(""))
                        .map(letter -> replaced(good, at, letter)))
            .filter(key -> !key.equals(good));
    return Arbitraries.oneOf(text, parts, changed);
  }

  private static String replaced(String text, int at, String letter) {
    return text.substring(0, at) + letter + text.substring(at + 1);
  }

  @Property(tries = 100)
  void uuidAndUlidSpellingsAreEquivalent(@ForAll long high, @ForAll long low) {
    UUID id = new UUID(high, low);
    String ulid = com.github.f4b6a3.ulid.Ulid.from(id).toString();
    for (String spelling : List.of(id.toString(), ulid, ulid.toLowerCase(java.util.Locale.ROOT))) {
      assertEquals(id, com.notiflows.server.spec.Identifiers.toUuid(spelling));
    }
    server.send(admin("GET", settingsOf(ulid))).expect(404).detail("id", ulid);
  }

  @Provide
  Arbitrary<String> json() {
    Arbitrary<String> leaf =
        Arbitraries.oneOf(
            Arbitraries.of("null", "true", "0", "-1.5e300", "1e999", "{}", "[]", "\"\\ud800\""),
            Arbitraries.strings().ofMaxLength(8).map(AnyRequestIT::quoted));
    Arbitrary<String> key =
        Arbitraries.oneOf(
            Arbitraries.of("settings", "device_tokens", "slack_user_id", "x"),
            Arbitraries.strings().ofMaxLength(4));
    Arbitrary<String> tree =
        Arbitraries.recursive(
            () -> leaf,
            inner ->
                Arbitraries.oneOf(
                    inner.list().ofMaxSize(3).map(l -> "[" + String.join(",", l) + "]"),
                    net.jqwik.api.Combinators.combine(key, inner, key, inner)
                        .as(
                            (a, b, c, d) ->
                                "{" + quoted(a) + ":" + b + "," + quoted(c) + ":" + d + "}")),
            0,
            4);
    return Arbitraries.oneOf(tree, tree.map(inner -> Json.of("{'settings':%s}", inner)));
  }

  @Provide
  Arbitrary<List<String>> tokens() {
    return Arbitraries.strings()
        .withCharRange('!', '~')
        .withCharRange('\u00A1', '\u02FF')
        .withCharRange('\u4E00', '\u4FFF')
        .ofMinLength(1)
        .ofMaxLength(40)
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }

  private static List<String> texts(Answer answer) {
    java.util.ArrayList<String> texts = new java.util.ArrayList<>();
    answer.json().at("/settings/device_tokens").forEach(token -> texts.add(token.asText()));
    return texts;
  }

  private static String quoted(String text) {
    String clean = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    return com.fasterxml.jackson.databind.node.TextNode.valueOf(clean).toString();
  }
}
