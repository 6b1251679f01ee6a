package com.notiflows.contract;

import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.contract.Projects.Tenant;
import com.notiflows.server.spec.BundledSpec;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command {@code changes verify} notices everything that was done to stored changes. */
class ChangeChainIT {

  private final TestServer server = TestServer.get();
  private final Projects projects = new Projects(BundledSpec.load());
  private final Tenant tenant = projects.create("chain");
  private final UUID apns = projects.channel(tenant, "apns");
  private final String where = " WHERE project_id = " + HeldUser.hex(tenant.id());
  private final CommandLineRun cli = new CommandLineRun(server.environment());

  @BeforeEach
  void write() {
    for (String user : new String[] {"ann", "bob", "eve"}) {
      server.send(tenant.put("/admin/users/" + user, "{}")).expect(201);
      server.send(tenant.put(settingsOf(user, apns), Json.deviceTokens(user))).expect(200);
    }
  }

  private JsonNode verify(String... options) {
    return cli.json(line(options, "--json"));
  }

  private String fault(String... options) {
    return cli.runExpecting(1, line(options)).strip();
  }

  private Object[] line(String[] options, Object... more) {
    Object[] line = new Object[4 + options.length + more.length];
    System.arraycopy(new Object[] {"changes", "verify", "--project", tenant.id()}, 0, line, 0, 4);
    System.arraycopy(options, 0, line, 4, options.length);
    System.arraycopy(more, 0, line, 4 + options.length, more.length);
    return line;
  }

  @Test
  void untouchedChainIsIntact() {
    JsonNode report = verify();

    assertEquals("6", report.path("intact").asText());
    assertTrue(report.path("last").asText().startsWith("6:"), report::toString);
    assertEquals(report, verify("--expect", report.path("last").asText()));
  }

  @Test
  void erasedUsersLeaveAnIntactChain() {
    server.send(tenant.request("DELETE", "/admin/users/bob")).expect(204);

    JsonNode report = verify();

    assertEquals("7", report.path("intact").asText());
    assertEquals("2", report.path("without_details").asText());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UPDATE changes SET type = 'moved'             | 3 | was altered",
        "UPDATE changes SET changed_at = NOW(6)        | 3 | was altered",
        "UPDATE changes SET user_id = UNHEX(REPEAT('0', 32)) | 3 | was altered",
        "UPDATE changes SET channel_id = NULL          | 4 | was altered",
        "UPDATE changes SET actor_type = 'expiry'      | 3 | was altered",
        "UPDATE changes SET actor_id = NULL            | 3 | was altered",
        "UPDATE changes SET hash = UNHEX(REPEAT('0', 64)) | 3 | was altered",
        "UPDATE changes SET details_hash = hash        | 3 | has other details than were written",
        "UPDATE changes SET details = '{}'             | 3 | has other details than were written",
        "UPDATE changes SET details = NULL             | 3 | has other details than were written",
        "DELETE FROM changes                           | 3 | is missing",
        "DELETE FROM changes                           | 6 | is missing",
      })
  void everythingThatIsDoneToAChangeIsNoticed(String statement, int position, String fault) {
    server.sql(statement + where + " AND position = " + position);

    assertEquals("Change " + position + " " + fault + ".", fault());
  }

  @Test
  void shortenedChainIsNoticedByTheChangeThatIsExpected() {
    String last = verify().path("last").asText();
    String end =
        "SELECT CONCAT('UNHEX(''', HEX(hash), ''')') FROM changes" + where + " AND position = 5";
    server.sql("UPDATE change_heads SET position = 5, hash = " + server.query(end) + where);
    server.sql("DELETE FROM changes" + where + " AND position = 6");
    assertEquals("5", verify().path("intact").asText());

    assertEquals("Change 6 is the expected one, but it is not stored.", fault("--expect", last));
  }

  @Test
  void replacedChainIsNoticedByTheChangeThatIsExpected() {
    String other = "5:" + "0".repeat(64);

    assertEquals("Change 5 has another hash than the expected one.", fault("--expect", other));
  }

  @Test
  void malformedExpectationIsAUsageError() {
    String error = cli.runExpecting(2, line(new String[] {"--expect", "5:12"}));

    assertTrue(error.contains("'5:12' is no change"), error);
  }
}
