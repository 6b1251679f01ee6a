package com.notiflows.server.demo.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The validated arguments of one set-up. */
record Arguments(ObjectNode values) {

  String text(String name) {
    return values.required(name).textValue();
  }

  String text(String name, String preset) {
    return values.path(name).asText(preset);
  }

  int number(String name) {
    return values.required(name).intValue();
  }

  UUID uuid(String name) {
    return UUID.fromString(text(name));
  }

  Instant time(String name, Instant preset) {
    return value(name).map(value -> Instant.parse(value.textValue())).orElse(preset);
  }

  Optional<JsonNode> value(String name) {
    return Optional.ofNullable(values.get(name));
  }
}
