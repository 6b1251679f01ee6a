package com.notiflows.server.app;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the raw target of a request, and passes a plain one to Jetty. Jetty would reject what it
 * can't decode before our own checks, and close the connection. Also bounds the time that the head
 * of a request takes.
 */
final class RawTargetConnection extends HttpConnection {

  private final long headLimitNanos;
  private RawTarget target = RawTarget.ROOT;

  // No initialiser: it is set while the superclass is constructed.
  private HttpConnection.@Nullable RequestHandler handler;

  private RawTargetConnection(
      HttpConfiguration config, Connector connector, EndPoint endPoint, Duration headLimit) {
    super(config, connector, endPoint);
    this.headLimitNanos = headLimit.toNanos();
  }

  /** The target of the request that is processed. */
  RawTarget target() {
    return target;
  }

  @Override
  protected HttpConnection.RequestHandler newRequestHandler() {
    HttpConnection.RequestHandler created = super.newRequestHandler();
    this.handler = created;
    return created;
  }

  @Override
  protected HttpParser newHttpParser(HttpCompliance compliance) {
    HttpConfiguration config = getHttpConfiguration();
    TargetParser created = new TargetParser(handler(), config.getRequestHeaderSize(), compliance);
    created.setHeaderCacheSize(config.getHeaderCacheSize());
    created.setHeaderCacheCaseSensitive(config.isHeaderCacheCaseSensitive());
    return created;
  }

  @Override
  protected HttpStreamOverHTTP1 newHttpStream(String method, String uri, HttpVersion version) {
    // Jetty's name for a request line that can't be parsed.
    boolean isUnread = method.equals("BAD") && uri.equals("/badMessage");
    boolean isHead = isUnread && getParser() instanceof TargetParser parser && parser.isHead();
    this.target = isUnread ? RawTarget.ROOT : RawTarget.of(method, uri);
    return super.newHttpStream(isHead ? "HEAD" : method, target.plain(), version);
  }

  @Override
  public void onFillable() {
    HttpParser current = getParser();
    boolean isInHead = current.inHeaderState() && !current.isStart();
    if (isInHead && System.nanoTime() - current.getBeginNanoTime() > headLimitNanos) {
      handler().badMessage(new HttpException.RuntimeException(HttpStatus.REQUEST_TIMEOUT_408));
    } else {
      super.onFillable();
    }
  }

  private HttpConnection.RequestHandler handler() {
    if (handler == null) {
      throw new IllegalStateException("The connection is not constructed yet");
    }
    return handler;
  }

  /** Makes such connections. */
  static final class Factory extends HttpConnectionFactory {

    private final Duration headLimit;

    /**
     * Takes the configuration of HTTP.
     *
     * @param headLimit how long the head of a request may take to arrive
     */
    Factory(HttpConfiguration config, Duration headLimit) {
      super(config);
      this.headLimit = headLimit;
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
      RawTargetConnection connection =
          new RawTargetConnection(getHttpConfiguration(), connector, endPoint, headLimit);
      connection.setTransferEncodingChunkMaxLength(getTransferEncodingChunkMaxLength());
      return configure(connection, connector, endPoint);
    }
  }

  /**
   * Replaces control characters in a target by a byte that is part of no character: Jetty would
   * refuse them without reading the rest of the request.
   */
  private static final class TargetParser extends HttpParser {

    private static final byte REPLACEMENT = (byte) 0xFF;
    private static final byte[] HEAD = {'H', 'E', 'A', 'D', ' '};

    private boolean isHead;

    TargetParser(HttpParser.RequestHandler handler, int maxHeaderBytes, HttpCompliance compliance) {
      super(handler, maxHeaderBytes, compliance);
    }

    /** Whether the method of the request is HEAD, if it came in one piece. */
    boolean isHead() {
      return isHead;
    }

    @Override
    public boolean parseNext(ByteBuffer buffer) {
      switch (getState()) {
        case START, METHOD, SPACE1, URI -> clean(buffer);
        default -> {
          // The target is read.
        }
      }
      return super.parseNext(buffer);
    }

    private void clean(ByteBuffer buffer) {
      int at = buffer.position();
      if (isStart()) {
        while (at < buffer.limit() && (buffer.get(at) == '\r' || buffer.get(at) == '\n')) {
          at++;
        }
        isHead = startsWithHead(buffer, at);
      }
      boolean isTarget = isState(State.SPACE1) || isState(State.URI);
      for (; at < buffer.limit() && buffer.get(at) != '\n'; at++) {
        byte b = buffer.get(at);
        isTarget |= b == ' ';
        boolean isLineEnd = b == '\r' && (at + 1 == buffer.limit() || buffer.get(at + 1) == '\n');
        boolean isControl = (b >= 0 && b < ' ') || b == 0x7F;
        if (isTarget && isControl && !isLineEnd) {
          buffer.put(at, REPLACEMENT);
        }
      }
    }

    private static boolean startsWithHead(ByteBuffer buffer, int start) {
      if (buffer.limit() - start < HEAD.length) {
        return false;
      }
      for (int i = 0; i < HEAD.length; i++) {
        if (buffer.get(start + i) != HEAD[i]) {
          return false;
        }
      }
      return true;
    }
  }
}
