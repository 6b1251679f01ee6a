package com.notiflows.server.http;

import com.notiflows.server.projects.Access;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Who calls: a backend of a project, with what its call was found to be about.
 *
 * @param access what the keys opened
 * @param resource the operation and what its path names, equal for all spellings of the path
 * @param requestId the name of the call
 */
public record Caller(Access access, String resource, String requestId) implements Principal {

  @Override
  public String getName() {
    return access.projectId().toString();
  }

  /** The caller of a request that came through authentication. */
  static Caller of(SecurityContext security) {
    if (security.getUserPrincipal() instanceof Caller caller) {
      return caller;
    }
    throw new IllegalStateException("The request was never authenticated");
  }

  /** Tells Jersey who calls. */
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
