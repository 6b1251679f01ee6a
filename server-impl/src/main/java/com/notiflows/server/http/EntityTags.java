package com.notiflows.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.notiflows.server.model.Hash;
import com.notiflows.server.settings.ChannelSettings;
import com.notiflows.server.settings.Precondition;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Strong entity tags: equal if and only if the bytes of the response are equal. */
public final class EntityTags {

  private static final Pattern TAG = Pattern.compile("(W/)?(\"[^\"]*\")");
  private static final int TAG_BYTES = 16;
  private static final String ANY = "*";

  private final ObjectMapper json;

  /** Uses the mapper for the bytes of responses. */
  public EntityTags(ObjectMapper json) {
    this.json = json;
  }

  /** The body of a response. */
  public byte[] write(Object model) {
    try {
      return json.writeValueAsBytes(model);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A response can't be written", e);
    }
  }

  /** The tag of a body, with quotes. */
  public static String of(byte[] body) {
    byte[] start = Arrays.copyOf(Hash.sha256(body).bytes(), TAG_BYTES);
    return "\"" + Base64.getUrlEncoder().withoutPadding().encodeToString(start) + "\"";
  }

  /** Whether an If-None-Match header contains this tag, by weak comparison. */
  public static boolean names(String header, String tag) {
    return names(header, tag, true);
  }

  /** The precondition in the headers of a write; null for a missing header. */
  Precondition precondition(@Nullable String ifMatch, @Nullable String ifNoneMatch) {
    if (ifMatch == null && ifNoneMatch == null) {
      return Precondition.NONE;
    }
    return current ->
        (ifMatch == null || current.filter(found -> names(ifMatch, tag(found), false)).isPresent())
            && (ifNoneMatch == null || current.isEmpty());
  }

  private String tag(ChannelSettings settings) {
    return of(write(ChannelSettingsConverter.toModel(settings)));
  }

  private static boolean names(String header, String tag, boolean weakly) {
    if (header.equals(ANY)) {
      return true;
    }
    Matcher given = TAG.matcher(header);
    while (given.find()) {
      boolean isStrong = Optional.ofNullable(given.group(1)).isEmpty();
      if (given.group(2).equals(tag) && (isStrong || weakly)) {
        return true;
      }
    }
    return false;
  }
}
