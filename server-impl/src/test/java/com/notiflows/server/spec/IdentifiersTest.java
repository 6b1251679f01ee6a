package com.notiflows.server.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.TextNode;
import com.notiflows.server.testing.World;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids that match the pattern of the spec are read correctly. */
class IdentifiersTest {

  private static final SchemaCheck RULE = World.SPEC.pathParameter("channel_id").check();
  private static final String CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  @ParameterizedTest
  @CsvSource({
    "01HQXYZ123456789ABCDEFGHIJ, 018dfbef-8443-214c-7425-4b635cf84432",
    "01hqxyz123456789abcdefghij, 018dfbef-8443-214c-7425-4b635cf84432",
    "0LHQXYZL23456789abcdefghlJ, 018dfbef-8443-214c-7425-4b635cf84432",
    "oiHQXYZi23456789ABCDEFGH1J, 018dfbef-8443-214c-7425-4b635cf84432",
    "OIlHQXYZ123456789ABCDEFGHO, 010c6fdf-7c22-190a-63a1-2a5b1ae7c220",
    "00000000000000000000000000, 00000000-0000-0000-0000-000000000000",
    "oooooooooooooooooooooooooo, 00000000-0000-0000-0000-000000000000",
    "i0000000000000000000000000, 20000000-0000-0000-0000-000000000000",
    "7ZZZZZZZZZZZZZZZZZZZZZZZZZ, ffffffff-ffff-ffff-ffff-ffffffffffff",
    "018DFBEF-8443-214C-7425-4B635CF84432, 018dfbef-8443-214c-7425-4b635cf84432",
    "00000000-0000-0000-0000-000000000000, 00000000-0000-0000-0000-000000000000",
    "ffffffff-ffff-ffff-ffff-ffffffffffff, ffffffff-ffff-ffff-ffff-ffffffffffff"
  })
  void readsUuidsAndUlids(String text, String uuid) {
    assertTrue(RULE.accepts(TextNode.valueOf(text)));
    assertEquals(UUID.fromString(uuid), Identifiers.toUuid(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "8ZZZZZZZZZZZZZZZZZZZZZZZZZ",
        "80000000000000000000000000",
        "01HQXYZ123456789ABCDEFGHIU",
        "01HQXYZ123456789ABCDEFGHI",
        "01HQXYZ123456789ABCDEFGHIJK",
        "01HQXYZ12345-789ABCDEFGHIJ",
        "0\u0131HQXYZ123456789ABCDEFGHJ",
        "1-2-3-4-5",
        "{018dfbef-8443-214c-7425-4b635cf84432}",
        "018dfbef-8443-214c-7425-4b635cf84432\n",
        "01HQXYZ123456789ABCDEFGHIJ\n",
        "018dfbef-8443-214c-7425-4b635cf8443\u0662",
        "018dfbef84-43-214c-7425-4b635cf84432"
      })
  void rejectsOtherText(String text) {
    assertFalse(RULE.accepts(TextNode.valueOf(text)));
  }

  @Test
  void readsAny128BitValue() {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      UUID uuid = new UUID(random.nextLong(), random.nextLong());
      String ulid = ulid(uuid);

      assertTrue(RULE.accepts(TextNode.valueOf(ulid)), ulid);
      assertEquals(uuid, Identifiers.toUuid(ulid));
      assertEquals(uuid, Identifiers.toUuid(ulid.toLowerCase(Locale.ROOT)));
      assertEquals(uuid, Identifiers.toUuid(uuid.toString()));
    }
  }

  private static String ulid(UUID uuid) {
    BigInteger rest = new BigInteger(uuid.toString().replace("-", ""), 16);
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < 26; i++) {
      digits.append(CROCKFORD.charAt(rest.intValue() & 31));
      rest = rest.shiftRight(5);
    }
    return digits.reverse().toString();
  }
}
