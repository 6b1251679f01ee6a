package com.notiflows.server.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorCodeTest {

  @ParameterizedTest
  @EnumSource
  void statusMapsBackToACodeWithThatStatus(ErrorCode code) {
    assertEquals(code.status(), ErrorCode.ofStatus(code.status()).status());
  }

  @ParameterizedTest
  @CsvSource({
    "402, BAD_REQUEST", "408, BAD_REQUEST", "417, BAD_REQUEST", "418, BAD_REQUEST",
    "499, BAD_REQUEST", "501, INTERNAL_ERROR", "502, INTERNAL_ERROR", "504, INTERNAL_ERROR",
    "505, INTERNAL_ERROR", "599, INTERNAL_ERROR"
  })
  void unmappedStatusGetsTheGeneralCode(int status, ErrorCode code) {
    assertEquals(code, ErrorCode.ofStatus(status));
  }

  @Test
  void hasAWireName() {
    assertEquals("uri_too_long", ErrorCode.URI_TOO_LONG.wireName());
    assertEquals("not_supported", FieldViolation.Reason.NOT_SUPPORTED.wireName());
  }
}
