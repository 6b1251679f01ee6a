package com.notiflows.server.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;

/** A small file in UTF-8. */
final class TextFile {

  private static final int MOST_BYTES = 64 * 1024;

  private TextFile() {}

  /** Its lines. */
  static String[] lines(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new IOException("it is larger than " + MOST_BYTES + " bytes");
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.split("\r?\n|\r", -1);
    }
  }

  /** Why a file can't be read, for a message. */
  static String reason(Exception failure) {
    if (failure instanceof CharacterCodingException) {
      return "it is not text in UTF-8";
    }
    if (failure instanceof InvalidPathException) {
      return "this is not the name of a file";
    }
    if (failure instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (failure instanceof AccessDeniedException) {
      return "this user has no permission";
    }
    return String.valueOf(failure.getMessage());
  }

  /** Whether every user can read it. A group may: that of the server. */
  static boolean isReadableByOthers(Path path) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    return view != null // not on Windows
        && view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_READ);
  }
}
