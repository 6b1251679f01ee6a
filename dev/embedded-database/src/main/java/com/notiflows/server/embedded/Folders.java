package com.notiflows.server.embedded;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** Deletes folders with their content. */
public final class Folders {

  private Folders() {}

  /** Deletes a folder with its content, if it exists. Does not follow links. */
  public static void delete(Path folder) throws IOException {
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      Files.walkFileTree(folder, new Deletion());
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    // super rethrows the nullable problem
    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException problem) throws IOException {
      super.postVisitDirectory(folder, problem);
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
