package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.notiflows.server.demo.DemoProject;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Finds what requests contain, and where it shows. */
class ConfidentialTest {

  private static final String TOKEN = "a-token-of-some-length";
  private static final String KEY = "sk_0123456789abcdef";

  @Test
  void findsKeysTokensAndAddresses() {
    String body =
        """
        {"email": "ann.of.somewhere@example.com", "locale": "a-very-long-locale",
         "channel_settings": [{"channel_id": "018dfbef-8443-214c", "settings": {"device_tokens": ["%s", "short", "lone-surrogate-\\ud800"]}}]}
        """
            .formatted(TOKEN);
    Request request = Request.put("/admin/users/u", body).header("X-Notiflows-Secret-Key", KEY);

    Set<String> found = Confidential.of(request);

    found.remove(DemoProject.SECRET_KEY); // of any request here
    assertEquals(Set.of("ann.of.somewhere@example.com", TOKEN, KEY), found);
  }

  @Test
  void findsLinesThatContainAValue() {
    Stream<String> lines = Stream.of("", "a-token-of-some-lengt", "x" + TOKEN + "y", "a-token-of");

    List<String> leaks = Confidential.leaks(List.of(TOKEN, KEY), lines);

    assertEquals(List.of(TOKEN + " in x" + TOKEN + "y"), leaks);
  }
}
