package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.contract.Operations.Sample;
import com.notiflows.contract.Projects.Tenant;
import com.notiflows.server.spec.BundledSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation of the Admin API with every scope, read from the spec. */
class ScopesIT {

  private static final String UNKNOWN = new UUID(0, 7).toString();
  private static final BundledSpec SPEC = BundledSpec.load();

  private final TestServer server = TestServer.get();
  private final Projects projects = new Projects(SPEC);
  private final Tenant tenant = projects.create("scopes");

  private static List<String> scopes() {
    return List.copyOf(SPEC.scopes());
  }

  private static List<Sample> adminOperations() {
    return Operations.all().stream().filter(sample -> !sample.isOfSignedInUser()).toList();
  }

  @ParameterizedTest
  @MethodSource("scopes")
  void permitsOnlyTheOperationsOfTheScope(String scope) {
    Tenant with = projects.scoped(tenant, Set.of(scope));
    Set<String> others = new HashSet<>(scopes());
    others.remove(scope);
    Tenant without = projects.scoped(tenant, others);

    List<String> operations = new ArrayList<>();
    for (Sample sample : adminOperations()) {
      String required = required(sample);
      if (required.equals(scope)) {
        operations.add(sample.toString());
        refused(sample, without, required);
        assertNotEquals(403, send(sample, with).status(), sample::toString);
      } else {
        refused(sample, with, required);
        assertNotEquals(403, send(sample, without).status(), sample::toString);
      }
      assertNotEquals(403, send(sample, tenant).status(), sample::toString);
    }
    assertNotEquals(List.of(), operations);
  }

  @Test
  void checksTheScopeBeforeTheRequest() {
    Tenant reader = projects.scoped(tenant, Set.of("users:read"));
    server
        .send(reader.put("/admin/users/a/channel-settings/no-uuid", "{"))
        .expect(403, "forbidden")
        .detail("required_scope", "channel-settings:write");
    server
        .send(reader.put("/admin/v1/users/a/channel-settings/no-uuid", "{"))
        .expect(403, "forbidden");
    assertEquals(403, server.send(reader.request("HEAD", "/admin/channels")).status());
  }

  @Test
  void revokedKeyIsReportedBeforeItsScope() {
    Tenant reader = projects.scoped(tenant, Set.of("users:read"));
    projects.revoke(reader, reader.secretKeyId());
    server
        .send(reader.request("GET", "/admin/channels"))
        .expect(401, "unauthenticated")
        .detail("reason", "revoked");
  }

  private void refused(Sample sample, Tenant caller, String required) {
    send(sample, caller).expect(403, "forbidden").detail("required_scope", required);
  }

  private Answer send(Sample sample, Tenant caller) {
    Request request = sample.withExample("nobody", UNKNOWN);
    Request sent = caller.request(request.method(), request.target());
    return server.send(sample.hasBody() ? sent.json(sample.body()) : sent);
  }

  private static String required(Sample sample) {
    JsonNode path = Conformance.document().path("paths").path(sample.path());
    return path.path(sample.method().toLowerCase(Locale.ROOT)).path("x-notiflows-scope").asText();
  }
}
