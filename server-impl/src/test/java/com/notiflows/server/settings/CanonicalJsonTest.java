package com.notiflows.server.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.testing.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class CanonicalJsonTest {

  private static final List<String> PUSH = List.of("tokens", "topics");

  private static String canonical(String settings) {
    return CanonicalJson.write(CanonicalJson.of(PUSH, Json.of(settings))).replace('"', '\'');
  }

  @Test
  void sortsKeysAtEveryDepth() {
    assertEquals(
        "{'a':[{'c':1,'d':2}],'b':{'x':null,'y':true}}",
        canonical("{'b':{'y':true,'x':null},'a':[{'d':2,'c':1}]}"));
  }

  @Test
  void keepsTheFirstOfDuplicateEntries() {
    assertEquals("{'tokens':['b','a','c']}", canonical("{'tokens':['b','a','b','c','a','b']}"));
    assertEquals("{'tokens':[],'topics':['x']}", canonical("{'topics':['x','x'],'tokens':[]}"));
  }

  @Test
  void comparesEntriesExactly() {
    assertEquals(
        "{'tokens':['a','A','\u00e4','a\u0308','a ']}",
        canonical("{'tokens':['a','A','\u00e4','a\u0308','a ','A']}"));
    assertEquals(
        "{'tokens':[{'x':1,'y':2},1,'1']}",
        canonical("{'tokens':[{'y':2,'x':1},1,{'x':1,'y':2},'1']}"));
  }

  @Test
  void keepsDuplicatesInOtherLists() {
    assertEquals("{'inner':{'tokens':['a','a']}}", canonical("{'inner':{'tokens':['a','a']}}"));
    assertEquals("{'others':['a','a']}", canonical("{'others':['a','a']}"));
    assertEquals("{'tokens':'a'}", canonical("{'tokens':'a'}"));
  }

  @Test
  void doesNotModifyItsInput() {
    JsonNode given = Json.of("{'tokens':['b','b'],'a':1}");

    CanonicalJson.of(PUSH, given);

    assertEquals(Json.of("{'tokens':['b','b'],'a':1}").toString(), given.toString());
  }

  @Test
  void equalSettingsHaveEqualText() {
    String text = canonical("{'b':'\u20ac\uD83D\uDE00\\\"\\\\','a':[1,2.50,'x']}");

    assertEquals(text, canonical("{'a':[1,2.50,'x'],'b':'\u20ac\uD83D\uDE00\\\"\\\\'}"));
    String stored =
        """
        {"a":1,"b":["\\""]}""";
    assertEquals(stored, CanonicalJson.write(CanonicalJson.read(stored)));
  }

  @Test
  void errorDoesNotQuoteUnreadableText() {
    IllegalStateException thrown =
        assertThrows(IllegalStateException.class, () -> CanonicalJson.read("{\"t\":HUSH}"));

    assertEquals("Stored settings are not JSON", thrown.getMessage());
    assertNull(thrown.getCause());
    assertFalse(thrown.toString().contains("HUSH"));
  }
}
