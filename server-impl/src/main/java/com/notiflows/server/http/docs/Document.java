package com.notiflows.server.http.docs;

import com.notiflows.server.model.Hash;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A static document in memory.
 *
 * @param etag changes with the bytes
 */
@SuppressWarnings("ArrayRecordComponent") // made once, never compared
record Document(String mediaType, byte[] bytes, String etag) {

  static final String HTML = "text/html; charset=utf-8";

  static Document of(String mediaType, byte[] bytes) {
    return new Document(mediaType, bytes, '"' + hash(bytes) + '"');
  }

  static Document html(String text) {
    return of(HTML, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A file of the class path. */
  static Document file(String mediaType, String path) {
    try (InputStream in = Document.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException(path + " is not on the class path");
      }
      return of(mediaType, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(path + " can't be read", e);
    }
  }

  private static String hash(byte[] bytes) {
    return HexFormat.of().formatHex(Hash.sha256(bytes).bytes(), 0, 16);
  }
}
