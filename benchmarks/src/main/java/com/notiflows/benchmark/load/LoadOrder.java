package com.notiflows.benchmark.load;

import java.util.List;

/**
 * A load on the server.
 *
 * @param tenants the targets; each request goes to a random one
 * @param perSecond requests per second, at fixed times; 0 for the maximum of the connections
 * @param settleSeconds how long the load runs before the measurement
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

  /** The maximum rate of the connections, to one project. */
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
