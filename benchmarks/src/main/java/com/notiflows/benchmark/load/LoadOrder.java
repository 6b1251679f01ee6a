package com.notiflows.benchmark.load;

import java.util.List;

/**
 * A load on the server.
 *
 * @param tenants each request goes to a random one of them
 * @param perSecond requests a second, at fixed times; 0 for as many as the connections achieve
 * @param settleSeconds how long the load runs before it is measured
 * @param seconds how long it is measured
 */
public record LoadOrder(
    Scenario scenario,
    List<Tenant> tenants,
    int port,
    int connections,
    double perSecond,
    double settleSeconds,
    double seconds) {

  /** As many requests as the connections achieve, all to one project. */
  public static LoadOrder unlimited(
      Scenario scenario,
      Tenant tenant,
      int port,
      int connections,
      double settleSeconds,
      double seconds) {
    return new LoadOrder(scenario, List.of(tenant), port, connections, 0, settleSeconds, seconds);
  }

  /** The same load, measured for another time. */
  public LoadOrder measuredFor(double otherSeconds) {
    return new LoadOrder(
        scenario, tenants, port, connections, perSecond, settleSeconds, otherSeconds);
  }
}
