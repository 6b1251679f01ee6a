package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.config.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** The files in docs/deployment agree with the server and with each other. */
class DeploymentFilesTest {

  private static final Path DOCS = Path.of("../docs");
  private static final Path FOLDER = DOCS.resolve("deployment");

  /** Of the demo server, which is not part of the distribution. */
  private static final Set<String> OF_THE_DEMO =
      Set.of("NOTIFLOWS_STATES_PORT", "NOTIFLOWS_DATA_DIR");

  /** {@code NOTIFLOWS_…} stands for all of them. */
  private static final Pattern VARIABLE = Pattern.compile("\\bNOTIFLOWS_[A-Z_]+\\b");

  private static final int SECONDS_TO_SPARE = 10;

  @TempDir private Path temporary;

  private static String read(String file) {
    try {
      return Files.readString(FOLDER.resolve(file));
    } catch (IOException e) {
      throw new AssertionError(file, e);
    }
  }

  private static Map<String, Object> yaml(String file) {
    return new Yaml().load(read(file));
  }

  /** The value at a path such as {@code spec/template/0}. */
  private static Object at(Object node, String path) {
    Object found = node;
    for (String step : path.split("/")) {
      found =
          found instanceof List<?> list
              ? list.get(Integer.parseInt(step))
              : ((Map<?, ?>) found).get(step);
    }
    return found;
  }

  private static List<String> groups(String pattern, String text) {
    return Pattern.compile(pattern, Pattern.MULTILINE)
        .matcher(text)
        .results()
        .map(result -> result.group(1))
        .toList();
  }

  /** Reads a configuration file as the server does. */
  private Configuration configuration(String file) throws IOException {
    Path copy = Files.writeString(temporary.resolve("copy.properties"), read(file));
    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-r-----"));
    return Configuration.from(Map.of("NOTIFLOWS_CONFIG", copy.toString()));
  }

  @Test
  void everyVariableThatTheDocumentationNamesExists() throws IOException {
    Set<String> unknown = new TreeSet<>();
    try (Stream<Path> files = Files.walk(DOCS)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        VARIABLE
            .matcher(Files.readString(file))
            .results()
            .map(MatchResult::group)
            .filter(name -> !Configuration.names().contains(name) && !OF_THE_DEMO.contains(name))
            .forEach(name -> unknown.add(DOCS.relativize(file) + ": " + name));
      }
    }
    assertEquals(Set.of(), unknown);
  }

  @Test
  void theTableOfTheDocumentationIsComplete() throws IOException {
    String text = Files.readString(DOCS.resolve("deployment.md"));
    String table = text.substring(text.indexOf("## Configuration"), text.indexOf("## Standalone"));
    Set<String> documented =
        groups("^\\| (.*?) \\|", table).stream()
            .flatMap(cell -> groups("`(NOTIFLOWS_[A-Z_]+)`", cell).stream())
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> expected = new TreeSet<>(Configuration.names());
    expected.removeAll(OF_THE_DEMO);

    assertEquals(expected, documented);
  }

  @ParameterizedTest
  @ValueSource(strings = {"notiflows.properties", "kubernetes/notiflows.properties"})
  void exampleConfigurationsAreValid(String file) throws IOException {
    assertEquals("change me", configuration(file).database().password());
  }

  @Test
  void kubernetesFitsTheServer() throws IOException {
    Configuration configuration = configuration("kubernetes/notiflows.properties");
    Map<String, Object> deployment = yaml("kubernetes/deployment.yaml");
    Object pod = at(deployment, "spec/template/spec");
    Object container = at(pod, "containers/0");

    assertEquals(false, at(pod, "enableServiceLinks"), "they look like our variables");
    assertEquals(
        configuration.ops().shutdownDelay().plus(configuration.ops().shutdownLimit()).toSeconds()
            + SECONDS_TO_SPARE,
        ((Integer) at(pod, "terminationGracePeriodSeconds")).longValue());
    assertEquals(configuration.http().port(), at(container, "ports/0/containerPort"));
    assertEquals(
        configuration.ops().listener().orElseThrow().port(),
        at(container, "ports/1/containerPort"));
    for (String probe : List.of("liveness", "readiness")) {
      Object get = at(container, probe + "Probe/httpGet");
      assertEquals(at(container, "ports/1/name"), at(get, "port"));
      assertEquals(
          (probe.startsWith("live") ? Health.LIVE : Health.READY).target(), at(get, "path"));
    }
    String file = at(container, "volumeMounts/0/mountPath") + "/notiflows.properties";
    assertEquals(Map.of("name", "NOTIFLOWS_CONFIG", "value", file), at(container, "env/0"));
    assertEquals(0440, at(pod, "volumes/0/secret/defaultMode"));

    Object labels = at(deployment, "spec/template/metadata/labels");
    assertEquals(labels, at(deployment, "spec/selector/matchLabels"));
    assertEquals(labels, at(yaml("kubernetes/service.yaml"), "spec/selector"));
    assertEquals(
        labels, at(yaml("kubernetes/poddisruptionbudget.yaml"), "spec/selector/matchLabels"));
    assertEquals(
        at(container, "ports/0/name"),
        at(yaml("kubernetes/service.yaml"), "spec/ports/0/targetPort"));
  }

  @Test
  void kustomizationNamesFilesThatExist() {
    Map<String, Object> kustomization = yaml("kubernetes/kustomization.yaml");
    for (String list : List.of("resources", "secretGenerator/0/files")) {
      for (Object name : (List<?>) at(kustomization, list)) {
        assertTrue(Files.exists(FOLDER.resolve("kubernetes/" + name)), () -> name + " is missing");
      }
    }
    assertEquals(
        at(yaml("kubernetes/deployment.yaml"), "spec/template/spec/volumes/0/secret/secretName"),
        at(kustomization, "secretGenerator/0/name"));
  }

  @Test
  void theUnitWaitsForTheShutdown() throws IOException {
    Configuration configuration = configuration("notiflows.properties");
    String unit = read("notiflows.service");
    long limit = Long.parseLong(groups("^TimeoutStopSec=(\\d+)", unit).get(0));

    assertTrue(
        limit
            >= configuration
                    .ops()
                    .shutdownDelay()
                    .plus(configuration.ops().shutdownLimit())
                    .toSeconds()
                + SECONDS_TO_SPARE);
    assertEquals(
        List.of("NOTIFLOWS_CONFIG=/etc/notiflows/notiflows.properties", "JAVA_OPTS=-Xmx512m"),
        groups("^Environment=(.*)", unit));
  }

  @Test
  void theFilesNameTheSameVersionAndPaths() throws IOException {
    String dockerfile = read("docker/Dockerfile");
    Map<String, Object> compose = yaml("docker/compose.yaml");
    String version =
        groups(
                "<artifactId>notiflows</artifactId>\\s*<version>(.*)</version>",
                Files.readString(Path.of("../pom.xml")))
            .get(0);

    assertEquals(List.of(version), groups("^ARG VERSION=(.*)", dockerfile));
    assertTrue(dockerfile.contains("notiflows:" + version), dockerfile);
    assertEquals("notiflows:" + version, at(compose, "services/notiflows/image"));
    assertEquals(version, at(yaml("kubernetes/kustomization.yaml"), "images/0/newTag"));
    String program = "/opt/notiflows/bin/notiflows";
    assertEquals(List.of(program + " serve"), groups("^ExecStart=(.*)", read("notiflows.service")));
    assertTrue(dockerfile.contains("ENTRYPOINT [\"" + program + "\"]"), dockerfile);
    assertTrue(Files.exists(Path.of("../server-impl/src/main/distribution/bin/notiflows")));
    Path context =
        FOLDER
            .resolve("docker")
            .resolve(at(compose, "services/notiflows/build/context").toString());
    assertTrue(
        Files.exists(
            context.resolve(at(compose, "services/notiflows/build/dockerfile").toString())),
        "the Dockerfile of the build");
  }
}
