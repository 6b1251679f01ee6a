package com.notiflows.contract;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A minimal Pact broker with at most one pact. */
final class FakeBroker implements AutoCloseable {

  private static final String PACTS = "/pacts/provider/notiflows/for-verification";

  private static final String INDEX =
      """
      {
        "_links": {
          "self": {"href": "URL"},
          "pb:provider-pacts-for-verification": {
            "templated": true,
            "href": "URL/pacts/provider/{provider}/for-verification"
          }
        }
      }
      """;
  private static final String LISTED =
      """
      {
        "shortDescription": "latest",
        "verificationProperties": {"notices": [], "pending": false},
        "_links": {"self": {"name": "A pact", "href": "URL/pact"}}
      }
      """;

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final String pact;
  private final HttpServer http;

  /**
   * Starts a broker.
   *
   * @param pact as JSON; empty for a broker without pacts
   */
  FakeBroker(String pact) throws IOException {
    this.pact = pact;
    this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/", this::respond);
    http.start();
  }

  String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  /** Methods, paths and bodies of all requests. */
  List<String> requests() {
    return requests;
  }

  private void respond(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String path = exchange.getRequestURI().getPath();
    requests.add((exchange.getRequestMethod() + " " + path + " " + body).strip());
    byte[] response = document(path).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/hal+json");
    exchange.sendResponseHeaders(200, response.length);
    exchange.getResponseBody().write(response);
    exchange.close();
  }

  private String document(String path) {
    String text =
        switch (path) {
          case PACTS -> pact.isEmpty() ? list("") : list(LISTED);
          case "/pact" -> pact;
          default -> INDEX;
        };
    return text.replace("URL", url());
  }

  private static String list(String pacts) {
    return """
        {"_links": {"self": {"href": "URL%s"}}, "_embedded": {"pacts": [%s]}}
        """
        .formatted(PACTS, pacts);
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
