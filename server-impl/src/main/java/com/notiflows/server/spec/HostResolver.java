package com.notiflows.server.spec;

import java.net.InetAddress;
import java.util.List;

/** Tells where a name leads at the moment. */
@FunctionalInterface
public interface HostResolver {

  /** The addresses of a name; none if it leads nowhere, or if that can't be found out. */
  List<InetAddress> resolve(String name);
}
