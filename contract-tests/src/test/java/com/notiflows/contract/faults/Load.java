package com.notiflows.contract.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.notiflows.contract.faults.Ledger.Finding;
import com.notiflows.contract.faults.Ledger.Outcome;
import com.notiflows.server.demo.DemoProject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/** Clients that write all the time. Each has users of its own and keeps the ledger. */
public final class Load implements AutoCloseable {

  /** How writes end in {@link #errors} if the server does not listen. */
  public static final String NO_CONNECTION = "no connection";

  /** How writes end in {@link #errors} if the connection breaks. */
  public static final String NO_RESPONSE = "no response";

  private static final int CLIENTS = 8;
  private static final int USERS_PER_CLIENT = 3;
  private static final Duration LIMIT = Duration.ofSeconds(40);

  /** Usually too short for a response. */
  private static final Duration HURRY = Duration.ofMillis(3);

  /** The characters that a large token has, and a few more. */
  private static final int LARGE = 4_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final AtomicInteger abandoned = new AtomicInteger();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final Map<String, Integer> errors = new ConcurrentSkipListMap<>();
  private final Queue<String> violations = new ConcurrentLinkedQueue<>();
  private final Queue<Finding> findings = new ConcurrentLinkedQueue<>();
  private final List<Thread> clients = new ArrayList<>();
  private final Ledger ledger;
  private final IntSupplier port;
  private long lastAcknowledged = System.nanoTime();
  private long longestPause;
  private volatile boolean isOver;

  /** Starts the clients; each request goes to the port of that moment. */
  public Load(Ledger ledger, IntSupplier port) {
    this.ledger = ledger;
    this.port = port;
    for (int i = 0; i < CLIENTS; i++) {
      String name = "client-" + i;
      Thread client = new Thread(() -> write(name), name);
      client.setDaemon(true);
      client.start();
      clients.add(client);
    }
  }

  /** The users who are written, and have to exist. */
  public static List<String> users() {
    List<String> users = new ArrayList<>();
    for (int i = 0; i < CLIENTS * USERS_PER_CLIENT; i++) {
      users.add("client-" + i / USERS_PER_CLIENT + "-" + i % USERS_PER_CLIENT);
    }
    return users;
  }

  /** Makes clients go away before the response, this many times. */
  void abandon(int requests) {
    abandoned.addAndGet(requests);
  }

  public int acknowledged() {
    return acknowledged.get();
  }

  /** Responses that must not occur, and states that the ledger refuses. */
  public List<String> violations() {
    return Stream.concat(violations.stream(), findings.stream().map(Finding::text)).toList();
  }

  /** The states that the ledger refuses. */
  public List<Finding> findings() {
    return List.copyOf(findings);
  }

  /** How many writes ended with each message of an error, or without a response. */
  public Map<String, Integer> errors() {
    return new TreeMap<>(errors);
  }

  /** The longest time without an acknowledged write since this was asked before. */
  public synchronized Duration longestPause() {
    long now = System.nanoTime();
    Duration longest = Duration.ofNanos(Math.max(longestPause, now - lastAcknowledged));
    lastAcknowledged = now;
    longestPause = 0;
    return longest;
  }

  private synchronized void countAcknowledged() {
    acknowledged.incrementAndGet();
    long now = System.nanoTime();
    longestPause = Math.max(longestPause, now - lastAcknowledged);
    lastAcknowledged = now;
  }

  private void write(String client) {
    try {
      for (int n = 0; !isOver; n++) {
        String user = client + "-" + n % USERS_PER_CLIENT;
        compare(user);
        if (write(user, tokens(user, n, 2, "")) != Outcome.ACKNOWLEDGED) {
          TimeUnit.MILLISECONDS.sleep(20);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | IOException e) {
      violations.add(client + " ended with " + e);
    }
  }

  /** Writes that many large tokens. */
  Outcome write(String user, int number, int tokens) throws InterruptedException, IOException {
    return write(user, tokens(user, number, tokens, "-" + "x".repeat(LARGE)));
  }

  private Outcome write(String user, String tokens) throws InterruptedException, IOException {
    ledger.sent(user, tokens);
    Outcome outcome = put(user, tokens);
    ledger.ended(user, outcome);
    if (outcome == Outcome.ACKNOWLEDGED) {
      countAcknowledged();
    }
    return outcome;
  }

  /** Tokens that no other write has. */
  private static String tokens(String user, int number, int count, String suffix) {
    ArrayNode tokens = JSON.createArrayNode();
    for (int i = 0; i < count; i++) {
      tokens.add(number + "-" + user + "-" + i + suffix);
    }
    return tokens.toString();
  }

  private Outcome put(String user, String tokens) throws InterruptedException, IOException {
    boolean isHurried = abandoned.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    String body = "{\"settings\":{\"device_tokens\":" + tokens + "}}";
    HttpRequest request =
        settings(port.getAsInt(), user, isHurried ? HURRY : LIMIT)
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> response;
    try {
      response = http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (ConnectException e) { // the server is down, so nothing was sent
      errors.merge(NO_CONNECTION, 1, Integer::sum);
      return Outcome.REFUSED;
    } catch (IOException e) { // the server was killed, or the client went away
      errors.merge(NO_RESPONSE, 1, Integer::sum);
      return Outcome.UNANSWERED;
    }
    JsonNode json = JSON.readTree(response.body());
    if (response.statusCode() == 200
        && json.at("/settings/device_tokens").toString().equals(tokens)) {
      return Outcome.ACKNOWLEDGED;
    }
    requireUnavailable(response);
    errors.merge(json.at("/error/message").asText(), 1, Integer::sum);
    return Outcome.REFUSED;
  }

  /** Notes a violation unless it is the error that is documented for faults. */
  private void requireUnavailable(HttpResponse<String> response) throws IOException {
    String code = JSON.readTree(response.body()).at("/error/code").asText();
    if (response.statusCode() != 503
        || !code.equals("service_unavailable")
        || response.headers().firstValue("Retry-After").isEmpty()) {
      violations.add(response.statusCode() + " " + response.body());
    }
  }

  /** Compares what the server returns for a user with the ledger; false if it returns an error. */
  public boolean compare(String user) throws InterruptedException, IOException {
    HttpRequest request = settings(port.getAsInt(), user, LIMIT).GET().build();
    HttpResponse<String> response;
    try {
      response = http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) { // the server is down
      return false;
    }
    if (response.statusCode() != 200 && response.statusCode() != 404) {
      requireUnavailable(response);
      return false;
    }
    Optional<String> stored =
        response.statusCode() == 404
            ? Optional.empty()
            : Optional.of(JSON.readTree(response.body()).at("/settings/device_tokens").toString());
    ledger.finding(user, stored).ifPresent(findings::add);
    return true;
  }

  private static HttpRequest.Builder settings(int port, String user, Duration limit) {
    String path = "/admin/users/" + user + "/channel-settings/" + DemoProject.APNS;
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(limit)
        .header("x-notiflows-api-key", DemoProject.PUBLIC_KEY)
        .header("x-notiflows-secret-key", DemoProject.SECRET_KEY);
  }

  /** Ends the clients and waits for their last responses. */
  @Override
  public void close() {
    isOver = true;
    for (Thread client : clients) {
      try {
        client.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
