package com.notiflows.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.api.UsersApi;
import com.notiflows.server.projects.Access;
import com.notiflows.server.users.UserDirectory;
import com.notiflows.server.users.UserPage;
import com.notiflows.server.users.UserService;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Translates between the generated interface and the services. */
public final class UsersDelegate implements UsersApi {

  private final UserService service;
  private final UserDirectory directory;

  @Context private SecurityContext security;

  /** Delegates to those services. */
  public UsersDelegate(UserService service, UserDirectory directory) {
    this.service = service;
    this.directory = directory;
  }

  @Override
  public Response upsertUser(String userId, JsonNode update) {
    UserService.Upserted upserted = service.upsert(access(), userId, update);
    Response.ResponseBuilder answer =
        Response.status(upserted.isNew() ? Response.Status.CREATED : Response.Status.OK)
            .entity(UserConverter.toModel(upserted.user()));
    return WrittenSettings.tell(answer, upserted.tokensMoved()).build();
  }

  @Override
  public Response getUser(String userId, @Nullable String ifNoneMatch) {
    return Response.ok(UserConverter.toModel(service.get(access()))).build();
  }

  @Override
  public Response deleteUser(String userId) {
    service.delete(access());
    return Response.noContent().build();
  }

  @Override
  public Response listUsers(
      @Nullable String after,
      @Nullable String before,
      Integer limit,
      @Nullable String createdAfter,
      @Nullable String createdBefore,
      @Nullable String ifNoneMatch) {
    UserPage.Query query =
        new UserPage.Query(
            Optional.ofNullable(after),
            Optional.ofNullable(before),
            limit,
            Optional.ofNullable(createdAfter).map(Timestamps::read),
            Optional.ofNullable(createdBefore).map(Timestamps::read));
    return Response.ok(UserConverter.toModel(directory.page(access().projectId(), query))).build();
  }

  private Access access() {
    return Caller.of(security).access();
  }
}
