package com.notiflows.server.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** The bundled document as a whole, and validation by its schemas. */
final class Document {

  private static final String NAME = "https://notiflows.invalid/whole.json";
  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "patch", "head", "options", "trace");

  private final JsonNode root;
  private final SchemaRegistry registry;

  Document(JsonNode root) {
    this.root = root;
    this.registry =
        SchemaRegistry.withDialect(
            Dialects.getOpenApi30(), builder -> builder.schemas(Map.of(NAME, root.toString())));
  }

  /** The complete document, for the server. */
  static Document load() {
    return read("/openapi-server.json");
  }

  /** The published document, for callers. */
  static Document published() {
    return read("/openapi.json");
  }

  private static Document read(String resource) {
    try (InputStream in = Document.class.getResourceAsStream(resource)) {
      return new Document(new ObjectMapper().readTree(Objects.requireNonNull(in)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode root() {
    return root;
  }

  /** All operations, such as {@code put /admin/…}. */
  Map<String, JsonNode> operations() {
    Map<String, JsonNode> operations = new TreeMap<>();
    root.path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue().properties().stream()
                    .filter(entry -> METHODS.contains(entry.getKey()))
                    .forEach(e -> operations.put(e.getKey() + " " + path.getKey(), e.getValue())));
    return operations;
  }

  JsonNode resolve(JsonNode node) {
    return SchemaChecks.resolve(root, node);
  }

  /** The errors of a value by the schema at a pointer. */
  List<Error> validate(String pointer, JsonNode value) {
    JsonNode schema = root.at(pointer);
    String target = schema.has("$ref") ? schema.path("$ref").asText() : "#" + pointer;
    return registry.getSchema(SchemaLocation.of(NAME + target)).validate(value);
  }

  /** Visits every object outside of examples, with its pointer. */
  void walk(BiConsumer<String, JsonNode> visitor) {
    walk("", root, visitor);
  }

  private static void walk(String pointer, JsonNode node, BiConsumer<String, JsonNode> visitor) {
    if (node.isObject()) {
      visitor.accept(pointer, node);
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!field.getKey().equals("example") && !field.getKey().equals("examples")) {
        String name = field.getKey().replace("~", "~0").replace("/", "~1");
        walk(pointer + "/" + name, field.getValue(), visitor);
      }
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      walk(pointer + "/" + i, node.get(i), visitor);
    }
  }

  /** Pointers of all components that paths or providers refer to, directly or indirectly. */
  Set<String> reachable() {
    Set<String> found = new TreeSet<>();
    reach(root.path("paths"), found);
    reach(root.path("x-notiflows-providers"), found);
    return found;
  }

  /** The same for a part of all operations, such as their responses. */
  Set<String> reachableFrom(String part) {
    Set<String> found = new TreeSet<>();
    operations().values().forEach(operation -> reach(operation.path(part), found));
    return found;
  }

  private void reach(JsonNode node, Set<String> found) {
    String reference = node.path("$ref").asText();
    if (!reference.isEmpty() && found.add(reference.substring(1))) {
      reach(root.at(reference.substring(1)), found);
    }
    node.forEach(child -> reach(child, found));
  }
}
