package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The SBOM in the distribution lists exactly what is shipped. */
class SbomIT {

  private static Path home;
  private static JsonNode bom;

  @BeforeAll
  static void unpack() throws IOException {
    home = Distribution.unpack("sbom").home();
    assertTrue(
        Files.exists(home.resolve("bom.json")),
        "bom.json is missing: Maven's offline mode (-o) does not write it. Build without -o.");
    bom = new ObjectMapper().readTree(Files.readString(home.resolve("bom.json")));
  }

  @Test
  void listsEveryJarOfTheDistributionWithItsHash() throws Exception {
    TreeMap<String, String> listed = new TreeMap<>();
    for (JsonNode component : bom.path("components")) {
      for (JsonNode hash : component.path("hashes")) {
        if (hash.path("alg").asText().equals("SHA-256")) {
          listed.put(jar(component), hash.path("content").asText());
        }
      }
    }
    TreeMap<String, String> shipped = new TreeMap<>();
    try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
      for (Path jar : jars.toList()) {
        shipped.put(jar.getFileName().toString(), sha256(jar));
      }
    }
    shipped.remove(jar(bom.at("/metadata/component")));

    assertTrue(listed.size() > 50, listed::toString);
    assertEquals(shipped, listed);
  }

  @Test
  void listsEveryJarOfTheWar() throws IOException {
    Set<String> listed = new TreeSet<>(Set.of(jar(bom.at("/metadata/component"))));
    bom.path("components").forEach(component -> listed.add(jar(component)));
    try (ZipFile war = new ZipFile(Artifacts.file(".war").toFile())) {
      Set<String> jars =
          war.stream()
              .map(entry -> entry.getName())
              .filter(name -> name.endsWith(".jar"))
              .map(name -> name.replaceFirst(".*/", ""))
              .collect(Collectors.toCollection(TreeSet::new));
      assertTrue(jars.size() > 40, jars::toString);
      jars.removeAll(listed);
      assertEquals(Set.of(), jars);
    }
  }

  @Test
  void namesALicenseForEveryJar() throws IOException {
    String licenses = Files.readString(home.resolve("third-party.txt"));
    for (JsonNode component : bom.path("components")) {
      String name = component.path("group").asText() + ":" + component.path("name").asText() + ":";
      String line =
          licenses.lines().filter(text -> text.contains("(" + name)).findFirst().orElse("");
      assertTrue(line.matches(" +\\([^)]+\\) .*"), () -> name + " is missing: " + licenses);
    }
  }

  private static String jar(JsonNode component) {
    return component.path("name").asText() + "-" + component.path("version").asText() + ".jar";
  }

  private static String sha256(Path file) throws IOException, NoSuchAlgorithmException {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    return HexFormat.of().formatHex(digest);
  }
}
