package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.spec.BundledSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Runs the tests of the client that is generated for TypeScript, against the running server. They
 * are in {@code typescript/test}. Only the profile {@code typescript} runs this, and compiles them.
 */
class TypeScriptClient {

  private static final Path TESTS = Path.of("target", "typescript-client", "build");
  private static final List<String> CHANNELS =
      List.of("apns", "discord", "fcm", "slack", "telegram", "web_push", "webhook", "whatsapp");
  private static final Pattern PASSED = Pattern.compile("(?m)^# pass (\\d+)$");
  private static final long LIMIT_SECONDS = 120;

  private final Projects projects = new Projects(BundledSpec.load());

  @Test
  void passesItsTests() {
    Projects.Tenant tenant = projects.create("typescript client");
    for (String provider : CHANNELS) {
      projects.channel(tenant, provider);
    }
    SignedIn.trustedBy(tenant.id(), TestServer.get());
    Map<String, String> settings =
        Map.of(
            "NOTIFLOWS_URL", "http://127.0.0.1:" + TestServer.get().port(),
            "NOTIFLOWS_PUBLIC_KEY", tenant.publicKey(),
            "NOTIFLOWS_SECRET_KEY", tenant.secretKey(),
            "NOTIFLOWS_USER_KEY", SignedIn.token("dora"));

    List<String> command = List.of("node", "--test", "--test-reporter=tap");
    try (Child node = Child.start(TESTS, settings, command)) {
      assertEquals(0, node.exit(LIMIT_SECONDS), () -> node.out() + node.err());
      Matcher passed = PASSED.matcher(node.out());
      // Node also exits with 0 if there are no tests.
      assertTrue(passed.find() && Integer.parseInt(passed.group(1)) > 0, node::out);
    }
  }
}
