package com.notiflows.server.http;

import com.notiflows.server.changes.Author;
import com.notiflows.server.projects.Access;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * The authenticated caller and the target of the request.
 *
 * @param access the access that the keys grant
 * @param resource the operation and the decoded path parameters, equal for all encodings of the
 *     path
 * @param requestId the request id
 */
public record Caller(Access access, String resource, String requestId) implements Principal {

  @Override
  public String getName() {
    return access.projectId().toString();
  }

  /** The author of what the request changes. */
  Author author() {
    return Author.ofRequest(access.secretKeyId(), requestId);
  }

  /** The caller of an authenticated request. */
  static Caller of(SecurityContext security) {
    if (security.getUserPrincipal() instanceof Caller caller) {
      return caller;
    }
    throw new IllegalStateException("The request was never authenticated");
  }

  /** The security context with the caller. */
  public record Context(Caller caller, SecurityContext connection) implements SecurityContext {

    @Override
    public Principal getUserPrincipal() {
      return caller;
    }

    @Override
    public boolean isUserInRole(@Nullable String role) {
      return false;
    }

    @Override
    public boolean isSecure() {
      return connection.isSecure();
    }

    @Override
    public String getAuthenticationScheme() {
      return "ApiKey";
    }
  }
}
