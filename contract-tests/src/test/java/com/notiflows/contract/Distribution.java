package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The unpacked distribution.
 *
 * @param folder where it is unpacked
 * @param home the folder {@code notiflows-<version>} in it
 */
record Distribution(Path folder, Path home) {

  /** Unpacks it into an empty folder below {@code target}. */
  static Distribution unpack(String name) {
    Path folder = Artifacts.freshFolder(name);
    String archive = Artifacts.file(".tar.gz").toAbsolutePath().normalize().toString();
    try (Child tar = Child.start(folder, Map.of(), List.of("tar", "xzf", archive))) {
      assertEquals(0, tar.exit(), tar::err);
    }
    return new Distribution(folder, folder.resolve("notiflows-" + Artifacts.version()));
  }

  /** Runs {@code bin/notiflows}. */
  Child run(Map<String, String> settings, String... arguments) {
    return run("", settings, arguments);
  }

  /** Runs {@code bin/notiflows} with options for Java. */
  Child run(String javaOptions, Map<String, String> settings, String... arguments) {
    List<String> command = new ArrayList<>(List.of(home.resolve("bin/notiflows").toString()));
    command.addAll(List.of(arguments));
    Map<String, String> all = new TreeMap<>(settings);
    all.put("JAVA_OPTS", "-XX:TieredStopAtLevel=1 -Xshare:auto " + javaOptions); // starts faster
    return Child.start(folder, all, command);
  }

  /** Runs the main class without {@code bin/notiflows}. */
  Child java(List<String> options, Map<String, String> settings, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", home.resolve("lib") + "/*", "com.notiflows.server.app.Main"));
    command.addAll(List.of(arguments));
    return Child.start(folder, settings, command);
  }
}
