package com.notiflows.server.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.notiflows.server.testing.Json;
import com.notiflows.server.testing.World;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhrasesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'type':'string','enum':['devices']}            | must be devices",
        "{'type':'string','enum':['a','b']}              | must be a or b",
        "{'type':'integer','enum':[1,2,3]}               | must be 1, 2 or 3",
        "{'type':'string','pattern':'^x$'}               | must match the pattern ^x$",
        "{'type':'string','maxLength':9,'pattern':'^x$'} "
            + "| must have at most 9 characters and must match the pattern ^x$",
        "{'type':'string','minLength':2}                 | must have at least 2 characters",
        "{'type':'string','minLength':2,'maxLength':9}   | must have 2 to 9 characters",
        "{'type':'string','format':'date-time'} "
            + "| must be a date or a time in ISO 8601 format, such as 2026-11-01T00:00:00Z",
        "{'type':'integer'}                              | must be a whole number",
        "{'type':'integer','minimum':1}                  | must be a whole number of at least 1",
        "{'type':'integer','maximum':9}                  | must be a whole number of at most 9",
        "{'type':'integer','minimum':1,'maximum':9}      | must be a whole number from 1 to 9",
        "{'type':'number'}                               | must be a number",
        "{'type':'boolean'}                              | must be true or false",
        "{'type':'string'}                               | must be text",
        "{'pattern':'^x$','x-notiflows-expected':'must be x'} | must be x"
      })
  void describesASchema(String schema, String expected) {
    assertEquals(expected, Phrases.expected(Json.of(schema)));
  }

  @Test
  void describesEveryParameterOfTheSpec() {
    Set<String> messages = new TreeSet<>();
    for (Route route : World.SPEC.routes()) {
      for (Operation operation : route.operations().values()) {
        Stream.of(
                operation.pathParameters(),
                operation.queryParameters(),
                operation.headerParameters())
            .flatMap(parameters -> parameters.entrySet().stream())
            .forEach(each -> messages.add(each.getKey() + " " + each.getValue().expected()));
      }
    }

    assertEquals(
        List.of(
            "Idempotency-Key must have 1 to 255 visible characters of ASCII",
            "If-Match must be * or a list of entity tags, each in double quotes",
            "If-None-Match must be *",
            "If-None-Match must be * or a list of entity tags, each in double quotes",
            "after must be a whole number from 0 to 9007199254740991",
            "after must have 1 to 200 characters, percent-encoded as UTF-8",
            "before must have 1 to 200 characters, percent-encoded as UTF-8",
            "channel_id must be a UUID or a ULID",
            "created_after must be a date or a time in ISO 8601 format, such as 2026-11-01T00:00:00Z",
            "created_before must be a date or a time in ISO 8601 format, such as 2026-11-01T00:00:00Z",
            "include must be devices",
            "limit must be a whole number from 1 to 1000",
            "subscription_id must be a UUID or a ULID",
            "user_id must have 1 to 255 characters other than NUL, percent-encoded as UTF-8",
            "wait_seconds must be a whole number from 0 to 20"),
        List.copyOf(messages));
  }
}
