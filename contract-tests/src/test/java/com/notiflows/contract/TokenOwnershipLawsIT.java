package com.notiflows.contract;

import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.spec.BundledSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Random writes of three users with four tokens have the same result as a simple model. */
class TokenOwnershipLawsIT {

  private static final int USERS = 3;
  private static final int PHONES = 4;

  private final TestServer server = TestServer.get();
  private final Projects projects = new Projects(BundledSpec.load());
  private final Projects.Tenant tenant = projects.create("laws");
  private final UUID channel = projects.channel(tenant, "apns");
  private final String lookup = "/admin/channels/" + channel + "/token-lookup";

  private enum Kind {
    PUT,
    ADD,
    REMOVE,
    DELETE
  }

  private record Step(Kind kind, int user, Set<Integer> phones) {}

  TokenOwnershipLawsIT() {
    for (int user = 0; user < USERS; user++) {
      projects.user(tenant, "u" + user);
    }
  }

  @Property(tries = 40, shrinking = ShrinkingMode.BOUNDED)
  void serverMatchesTheModel(@ForAll("steps") List<Step> steps) {
    List<Set<Integer>> model = new ArrayList<>();
    for (int user = 0; user < USERS; user++) {
      model.add(new LinkedHashSet<>());
      server.send(tenant.request("DELETE", settingsOf("u" + user, channel)));
    }
    for (Step step : steps) {
      int moved = apply(step, model);
      Answer answer = server.send(request(step));
      assertEquals(moved == 0 ? null : moved + "", answer.headers().get("x-tokens-moved"));
    }
    for (int user = 0; user < USERS; user++) {
      assertEquals(new TreeSet<>(model.get(user)), stored(user));
    }
    for (int phone = 0; phone < PHONES; phone++) {
      assertEquals(owners(model, phone), owners(phone));
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Set<Integer>> phones =
        Arbitraries.integers().between(0, PHONES - 1).set().ofMinSize(1).ofMaxSize(3);
    return Combinators.combine(
            Arbitraries.of(Kind.class), Arbitraries.integers().between(0, USERS - 1), phones)
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(10);
  }

  /** Applies the step to the model and returns how many tokens it takes from other users. */
  private static int apply(Step step, List<Set<Integer>> model) {
    Set<Integer> own = model.get(step.user());
    if (step.kind() == Kind.DELETE) {
      own.clear();
      return 0;
    }
    if (step.kind() == Kind.REMOVE) {
      own.removeAll(step.phones());
      return 0;
    }
    if (step.kind() == Kind.PUT) {
      own.clear();
    }
    int moved = 0;
    own.addAll(step.phones());
    for (Set<Integer> other : model) {
      int before = other.size();
      if (other != own) {
        other.removeAll(step.phones());
        moved += before - other.size();
      }
    }
    return moved;
  }

  private Request request(Step step) {
    String path = settingsOf("u" + step.user(), channel);
    String phones = Json.array(step.phones().stream().map(p -> "p" + p).toList());
    return switch (step.kind()) {
      case PUT -> tenant.put(path, Json.of("{'settings':{'device_tokens':%s}}", phones));
      case ADD ->
          tenant.request("PATCH", path).json(Json.of("{'device_tokens':{'add':%s}}", phones));
      case REMOVE ->
          tenant.request("PATCH", path).json(Json.of("{'device_tokens':{'remove':%s}}", phones));
      case DELETE -> tenant.request("DELETE", path);
    };
  }

  private Set<Integer> stored(int user) {
    Set<Integer> phones = new TreeSet<>();
    for (JsonNode token :
        server
            .send(tenant.request("GET", settingsOf("u" + user, channel)))
            .json()
            .at("/settings/device_tokens")) {
      phones.add(Integer.parseInt(token.asText().substring(1)));
    }
    return phones;
  }

  private static List<String> owners(List<Set<Integer>> model, int phone) {
    List<String> owners = new ArrayList<>();
    for (int user = 0; user < USERS; user++) {
      if (model.get(user).contains(phone)) {
        owners.add("u" + user);
      }
    }
    return owners;
  }

  private List<String> owners(int phone) {
    List<String> owners = new ArrayList<>();
    server
        .send(tenant.request("POST", lookup).json(Json.of("{'device_token':'p%d'}", phone)))
        .expect(200)
        .json()
        .path("items")
        .forEach(owner -> owners.add(owner.path("external_id").asText()));
    return owners;
  }
}
