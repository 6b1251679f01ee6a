package com.notiflows.comparator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Stores settings: looks the user up, upserts, commits. */
@RestController
class SettingsController {

  private static final byte[] PROJECT = bytes(new UUID(0x018e_0000_0000_7001L, 0));

  private final SettingsMapper mapper;
  private final ObjectMapper json;

  SettingsController(SettingsMapper mapper, ObjectMapper json) {
    this.mapper = mapper;
    this.json = json;
  }

  record Update(JsonNode settings) {}

  record Settings(
      UUID channel_id,
      Instant created_at,
      String provider,
      JsonNode settings,
      Instant updated_at,
      UUID user_id) {}

  @GetMapping("/ready")
  String ready() {
    return "ready";
  }

  @Transactional
  @PutMapping("/admin/users/{userId}/channel-settings/{channelId}")
  public Settings put(
      @PathVariable String userId, @PathVariable UUID channelId, @RequestBody Update update)
      throws JsonProcessingException {
    byte[] channel = bytes(channelId);
    StoredRow row = mapper.find(PROJECT, userId.getBytes(StandardCharsets.UTF_8), channel);
    if (row == null) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
    Instant now = Instant.now();
    mapper.upsert(PROJECT, row.id(), channel, json.writeValueAsString(update.settings()));
    return new Settings(
        channelId,
        row.createdAt() == null ? now : row.createdAt(),
        "apns",
        update.settings(),
        now,
        uuid(row.id()));
  }

  private static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(16)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  private static UUID uuid(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new UUID(buffer.getLong(), buffer.getLong());
  }
}
