package com.notiflows.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.api.UsersApi;
import com.notiflows.server.users.User;
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
  private final Writes writes;

  @Context private SecurityContext security;

  /** Delegates to these services. */
  public UsersDelegate(UserService service, UserDirectory directory, Writes writes) {
    this.service = service;
    this.directory = directory;
    this.writes = writes;
  }

  @Override
  public Response upsertUser(String userId, JsonNode update, @Nullable String idempotencyKey) {
    Caller caller = caller();
    return writes.execute(
        caller,
        idempotencyKey,
        service.upsert(caller.access(), userId, update),
        UsersDelegate::written,
        update);
  }

  @Override
  public Response getUser(String userId, @Nullable String ifNoneMatch) {
    return Response.ok(UserConverter.toModel(service.get(caller().access()))).build();
  }

  @Override
  public Response exportUser(String userId, @Nullable String ifNoneMatch) {
    return Response.ok(UserExportConverter.toModel(service.export(caller().access()))).build();
  }

  @Override
  public Response deleteUser(String userId, @Nullable String idempotencyKey) {
    Caller caller = caller();
    return writes.execute(
        caller, idempotencyKey, service.delete(caller.access()), id -> WriteAnswer.noContent());
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
    return Response.ok(UserConverter.toModel(directory.page(caller().access(), query))).build();
  }

  private Caller caller() {
    return Caller.of(security);
  }

  private static WriteAnswer written(UserService.Upserted upserted) {
    User user = upserted.user();
    return WriteAnswer.upserted(upserted.isNew(), UserConverter.toModel(user), user.id())
        .moving(upserted.tokensMoved());
  }
}
