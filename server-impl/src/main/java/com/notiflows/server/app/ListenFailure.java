package com.notiflows.server.app;

import com.notiflows.server.config.HttpConfig;
import com.notiflows.server.config.OpsConfig;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says why a server can't listen, and what to do about it. */
final class ListenFailure {

  private static final int FIRST_FREE_PORT = 1024;

  private ListenFailure() {}

  /** Where the server should listen, and the keys that say so. */
  private record Place(String addressKey, String portKey, String address, int port) {}

  /** Explains what was thrown when the server started. */
  static IOException explain(HttpConfig config, Throwable thrown) {
    return explain(
        new Place("NOTIFLOWS_ADDRESS", "NOTIFLOWS_PORT", config.address(), config.port()), thrown);
  }

  /** The same for the address of health and metrics. */
  static IOException explain(OpsConfig.Listener config, Throwable thrown) {
    return explain(
        new Place("NOTIFLOWS_OPS_ADDRESS", "NOTIFLOWS_OPS_PORT", config.address(), config.port()),
        thrown);
  }

  private static IOException explain(Place place, Throwable thrown) {
    return new IOException(message(place, thrown), thrown);
  }

  private static String message(Place place, Throwable thrown) {
    if (cause(thrown, UnresolvedAddressException.class) != null) {
      return unknownHost(place);
    }
    BindException bind = cause(thrown, BindException.class);
    if (bind == null) {
      return "The server can't start: " + thrown.getClass().getSimpleName() + ".";
    }
    if (!isOfThisMachine(place.address())) {
      return place.addressKey()
          + " is "
          + place.address()
          + ", which is no address of this machine. Set it to one of its addresses, or to 0.0.0.0 for"
          + " all of them.";
    }
    if (place.port() < FIRST_FREE_PORT && isDenied(bind)) {
      return "This user may not listen on port "
          + place.port()
          + ", because it is below 1024. Set "
          + place.portKey()
          + " to a higher one, or give the process the"
          + " capability CAP_NET_BIND_SERVICE.";
    }
    return "The port "
        + place.port()
        + " is used by another program. Stop it, or set "
        + place.portKey()
        + " to a free one.";
  }

  private static String unknownHost(Place place) {
    return place.addressKey()
        + " is "
        + place.address()
        + ", which is neither an IP address nor a host name that can be resolved. Set it to an address"
        + " of this machine, or to 0.0.0.0 for all of them.";
  }

  private static boolean isDenied(BindException bind) {
    return String.valueOf(bind.getMessage()).toLowerCase(Locale.ROOT).contains("denied");
  }

  private static boolean isOfThisMachine(String address) {
    try {
      InetAddress resolved = InetAddress.getByName(address);
      return resolved.isAnyLocalAddress()
          || NetworkInterface.getByInetAddress(resolved) != null
          || resolved.isLoopbackAddress();
    } catch (UnknownHostException | SocketException e) {
      return false; // nothing can be said about its interfaces
    }
  }

  private static <T extends Throwable> @Nullable T cause(Throwable thrown, Class<T> type) {
    for (@Nullable Throwable t = thrown; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return type.cast(t);
      }
    }
    return null;
  }
}
