package com.notiflows.server.persistence;

/** Encrypts or decrypts a text of a row. */
@FunctionalInterface
interface TextChange {

  /** The text to store instead, or the text that was stored. */
  String of(String column, String text);
}
