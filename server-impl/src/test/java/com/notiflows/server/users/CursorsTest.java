package com.notiflows.server.users;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorsTest {

  private static String cursor(long micros) {
    byte[] bytes = ByteBuffer.allocate(24).putLong(micros).putLong(1).putLong(2).array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1970-01-01T00:00:00Z",
        "2026-11-27T01:02:03.456789Z",
        "9999-12-31T23:59:59.999999Z"
      })
  void roundTrip(String time) {
    Cursors.Place place = new Cursors.Place(Instant.parse(time), new UUID(-1, 7));

    assertEquals(Optional.of(place), Cursors.read(Cursors.write(place)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "%", "AAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="})
  void rejectsOtherText(String text) {
    assertEquals(Optional.empty(), Cursors.read(text));
    assertEquals(Optional.empty(), Cursors.read(cursor(0) + "AAAA"));
  }

  @Test
  void rejectsTimesThatTheDatabaseDoesNotHave() {
    assertEquals(Optional.empty(), Cursors.read(cursor(-1)));
    assertEquals(Optional.empty(), Cursors.read(cursor(253_402_300_800_000_000L)));
    assertEquals(Optional.empty(), Cursors.read(cursor(Long.MAX_VALUE)));
  }
}
