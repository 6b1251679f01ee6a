package com.notiflows.server.projects;

import com.notiflows.server.persistence.OriginMapper;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.problem.AdministrationException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** The origins whose pages may call the User API of a project. */
public final class OriginService {

  private static final int MOST_ORIGINS = 100;
  private static final int LONGEST_ORIGIN = 255;

  private final ProjectService projects;
  private final Transactions transactions;
  private final Clock clock;

  /** Uses the clock for times of creation. */
  public OriginService(ProjectService projects, Transactions transactions, Clock clock) {
    this.projects = projects;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * Replaces the allowed origins.
   *
   * @param origins each as sent by browsers, such as {@code https://app.example.com}; if empty, no
   *     page of another origin can call the User API
   * @throws AdministrationException if an origin is invalid, or if there is no such project
   */
  public List<String> set(UUID projectId, List<String> origins) {
    projects.require(projectId);
    if (origins.size() > MOST_ORIGINS) {
      throw new AdministrationException("A project allows at most " + MOST_ORIGINS + " origins.");
    }
    List<byte[]> allowed =
        origins.stream()
            .map(OriginService::canonical)
            .distinct()
            .map(OriginService::bytes)
            .toList();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return projects.change(
        projectId,
        mappers -> {
          OriginMapper mapper = mappers.get(OriginMapper.class);
          mapper.deleteAll(projectId);
          if (!allowed.isEmpty()) {
            mapper.insertAll(projectId, allowed, now);
          }
          return texts(mapper.list(projectId));
        });
  }

  /**
   * The origins that a project allows, in alphabetical order.
   *
   * @throws AdministrationException if there is no such project
   */
  public List<String> list(UUID projectId) {
    projects.require(projectId);
    return texts(transactions.single(OriginMapper.class, mapper -> mapper.list(projectId)));
  }

  /** Whether any project allows this origin. Preflight requests do not identify a project. */
  public boolean isKnown(String origin) {
    return transactions.single(OriginMapper.class, mapper -> mapper.isKnown(bytes(origin)));
  }

  /** Normalizes an origin like browsers: lower case, without the default port. */
  private static String canonical(String text) {
    try {
      URI uri = new URI(text.strip().replaceFirst("/$", ""));
      boolean isOrigin =
          uri.getScheme() != null
              && uri.getHost() != null
              && uri.getRawPath().isEmpty()
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null
              && uri.getRawUserInfo() == null
              && text.length() <= LONGEST_ORIGIN;
      if (isOrigin) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        boolean isUsual =
            uri.getPort() < 0
                || (scheme.equals("https") && uri.getPort() == 443)
                || (scheme.equals("http") && uri.getPort() == 80);
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        return scheme + "://" + host + (isUsual ? "" : ":" + uri.getPort());
      }
    } catch (URISyntaxException e) {
      throw noOrigin(text);
    }
    throw noOrigin(text);
  }

  private static AdministrationException noOrigin(String text) {
    return new AdministrationException(
        text
            + " is no origin. An origin is a scheme, a host and an optional port, such as"
            + " https://app.example.com or http://localhost:3000; there are no wildcards.");
  }

  private static List<String> texts(List<byte[]> origins) {
    return origins.stream().map(origin -> new String(origin, StandardCharsets.UTF_8)).toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
