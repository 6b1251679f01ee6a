package com.notiflows.server.spec;

import java.net.InetAddress;
import java.util.List;

/** Resolves host names. */
@FunctionalInterface
public interface HostResolver {

  /** The current addresses of a name; empty if there are none or the look-up fails. */
  List<InetAddress> resolve(String name);
}
