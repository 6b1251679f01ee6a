package com.notiflows.server.app;

import com.notiflows.server.config.HttpConfig;
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

  /** Explains what was thrown when the server started. */
  static IOException explain(HttpConfig config, Throwable thrown) {
    return new IOException(message(config, thrown), thrown);
  }

  private static String message(HttpConfig config, Throwable thrown) {
    if (cause(thrown, UnresolvedAddressException.class) != null) {
      return unknownHost(config);
    }
    BindException bind = cause(thrown, BindException.class);
    if (bind == null) {
      return "The server can't start: " + thrown.getClass().getSimpleName() + ".";
    }
    if (!isOfThisMachine(config.address())) {
      return "NOTIFLOWS_ADDRESS is "
          + config.address()
          + ", which is no address of this machine. Set it to one of its addresses, or to 0.0.0.0 for"
          + " all of them.";
    }
    if (config.port() < FIRST_FREE_PORT && isDenied(bind)) {
      return "This user may not listen on port "
          + config.port()
          + ", because it is below 1024. Set NOTIFLOWS_PORT to a higher one, or give the process the"
          + " capability CAP_NET_BIND_SERVICE.";
    }
    return "The port "
        + config.port()
        + " is used by another program. Stop it, or set NOTIFLOWS_PORT to a free one.";
  }

  private static String unknownHost(HttpConfig config) {
    return "NOTIFLOWS_ADDRESS is "
        + config.address()
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
