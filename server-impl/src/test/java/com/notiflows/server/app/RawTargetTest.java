package com.notiflows.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RawTargetTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      nullValues = "null",
      value = {
        "GET /a/b /a/b null /",
        "GET /a?b=c /a b=c /",
        "GET /a?b?c#d /a b?c /",
        "GET /a#b?c /a null /",
        "GET /../..;x/%zz /../..;x/%zz null /",
        "GET /a?u=http://b /a u=http://b /",
        "GET http://host:1/a%zz?b /a%zz b http://host:1/",
        "GET http://host / null http://host/",
        "GET http://host?q / q http://host/",
        "GET a%zz a%zz null /",
        "OPTIONS * * null *",
        "GET /a\uFFFDb /a%zzb null /",
        "CONNECT host:1 / null host:1",
        "CONNECT /secret / null connect.invalid:80",
      })
  void splitsTheRequestTarget(
      String method, String target, String path, String query, String plain) {
    assertEquals(new RawTarget(path, query, plain), RawTarget.of(method, target));
  }
}
