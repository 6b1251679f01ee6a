package com.notiflows.server.formats;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LanguageTagTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "en",
        "EN-us",
        "zh-Hant-TW",
        "und",
        "und-Latn",
        "UND-LATN",
        "x-pirate",
        "X-Pirate",
        "x-a-b-c",
        "i-enochian",
        "I-Enochian",
        "i-default",
        "i-klingon",
        "en-GB-oed",
        "en-gb-OED",
        "sgn-BE-FR",
        "sgn-CH-DE",
        "zh-min-nan",
        "zh-min",
        "art-lojban",
        "cel-gaulish",
        "no-bok",
        "zh-cmn-Hans-CN",
        "zh-yue-HK",
        "abc-def-ghi-jkl-Latn-419",
        "sl-rozaj-biske-1994",
        "de-CH-1901",
        "de-1996",
        "es-419",
        "sr-Latn-RS",
        "en-a-bbb-x-a-ccc",
        "de-DE-u-co-phonebk",
        "en-u-ca-gregory-nu-latn",
        "und-Cyrl-t-und-latn-m0-ungegn-2007",
        "de-x-goethe",
        "qaa-Qaaa-QM-x-southern",
        "root",
        "abcde",
        "abcdefgh",
        "ja-JP-x-lvariant-JP",
        "en-1-ab",
        "de-DE-u-attrib"
      })
  void acceptsWellFormedLanguageTags(String text) {
    assertTrue(LanguageTag.isWellFormed(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "e",
        "en_US",
        "en-",
        "-en",
        "en--US",
        "x",
        "x-",
        "x-abcdefghi",
        "i-pirate",
        "i",
        "abcdefghi",
        "en-a",
        "en-a-x-b",
        "en-a-bb-a-cc",
        "en-x",
        "en-US-GB",
        "en-US-oed",
        "en-Latn-Cyrl",
        "abcd-efg",
        "zh-abc-def-ghi-jkl",
        "de-419-DE",
        "12",
        "1en",
        "en-\u00fcs",
        "\u212ao",
        "en US",
        "en-US\n",
        "sgn-FR-BE",
        "de-DE-1"
      })
  void rejectsMalformedLanguageTags(String text) {
    assertFalse(LanguageTag.isWellFormed(text));
  }
}
