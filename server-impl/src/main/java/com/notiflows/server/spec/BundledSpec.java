package com.notiflows.server.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The bundled spec, loaded at startup. The server validates requests by it. */
public final class BundledSpec {

  private static final String RESOURCE = "/openapi-server.json";
  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "patch", "head", "options", "trace");

  private final SchemaChecks checks;
  private final Limits limits;
  private final ProviderCatalog providers;
  private final List<Route> routes;
  private final Map<List<PathSegment>, List<PathSegment>> aliases;

  private BundledSpec(JsonNode document) {
    this.limits = Limits.of(document.path("x-notiflows-limits"));
    this.checks = new SchemaChecks(document, limits.listedViolations());
    this.providers = ProviderCatalog.of(document, checks);
    this.routes = routes(document, checks);
    this.aliases = new HashMap<>();
    document
        .path("x-notiflows-base-aliases")
        .properties()
        .forEach(
            alias ->
                aliases.put(
                    PathSegment.split(alias.getKey()),
                    PathSegment.split(alias.getValue().asText())));
  }

  /** Loads the spec that is bundled with the server. */
  public static BundledSpec load() {
    try (InputStream in = BundledSpec.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is not on the class path");
      }
      return of(new ObjectMapper().readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException("The bundled spec can't be read", e);
    }
  }

  /** Creates a spec from a document, for tests. */
  public static BundledSpec of(JsonNode document) {
    return new BundledSpec(document);
  }

  /** The limits of requests. */
  public Limits limits() {
    return limits;
  }

  /** The providers. */
  public ProviderCatalog providers() {
    return providers;
  }

  /**
   * Creates the check of a schema of the components.
   *
   * @throws IllegalStateException if the spec has no such schema
   */
  public SchemaCheck schema(String name) {
    return checks.of(
        JsonNodeFactory.instance.objectNode().put("$ref", "#/components/schemas/" + name));
  }

  /** All routes. */
  public List<Route> routes() {
    return routes;
  }

  /** The path parameter with this name, which must be the same in every path. */
  public Operation.Parameter pathParameter(String name) {
    return routes.stream()
        .flatMap(route -> route.operations().values().stream())
        .map(operation -> operation.pathParameters().get(name))
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("The spec has no path parameter " + name));
  }

  /** The scopes that operations require, sorted. */
  public NavigableSet<String> scopes() {
    NavigableSet<String> scopes = new TreeSet<>();
    for (Route route : routes) {
      route.operations().values().forEach(operation -> operation.scope().ifPresent(scopes::add));
    }
    return scopes;
  }

  /** The route of a path, if any. */
  public Optional<Match> match(String rawPath) {
    List<PathSegment> path = canonical(PathSegment.split(rawPath));
    for (Route route : routes) {
      Optional<Map<String, PathSegment>> parameters = route.match(path);
      if (parameters.isPresent()) {
        return Optional.of(new Match(route, parameters.get()));
      }
    }
    return Optional.empty();
  }

  /**
   * A path that matches a route.
   *
   * @param route the route
   * @param parameters the parameters of the path, by name
   */
  public record Match(Route route, Map<String, PathSegment> parameters) {}

  private List<PathSegment> canonical(List<PathSegment> path) {
    for (Map.Entry<List<PathSegment>, List<PathSegment>> alias : aliases.entrySet()) {
      int length = alias.getKey().size();
      if (path.size() > length && path.subList(0, length).equals(alias.getKey())) {
        List<PathSegment> canonical = new ArrayList<>(alias.getValue());
        canonical.addAll(path.subList(length, path.size()));
        return canonical;
      }
    }
    return path;
  }

  private static List<Route> routes(JsonNode document, SchemaChecks checks) {
    List<Route> routes = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      List<String> segments = new ArrayList<>();
      PathSegment.split(path.getKey()).forEach(segment -> segments.add(segment.raw()));
      Map<String, Operation> operations = new HashMap<>();
      for (Map.Entry<String, JsonNode> entry : path.getValue().properties()) {
        if (METHODS.contains(entry.getKey())) {
          operations.put(
              entry.getKey().toUpperCase(Locale.ROOT),
              OperationReader.read(document, entry.getValue(), checks));
        }
      }
      routes.add(new Route(segments, operations));
    }
    return List.copyOf(routes);
  }
}
