package com.notiflows.server.persistence;

import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** Looks up everything a call needs to know, in one statement. */
public interface AccessMapper {

  /**
   * The row of a call; null if there is no such public key.
   *
   * @param secretHash SHA-256 of the secret key, null if none came
   * @param externalId the user's external id as UTF-8, null if the call is about no user
   * @param channelId null if the call is about no channel
   */
  @Nullable AccessRow find(
      @Param("publicKey") byte[] publicKey,
      @Param("secretHash") byte @Nullable [] secretHash,
      @Param("externalId") byte @Nullable [] externalId,
      @Param("channelId") @Nullable UUID channelId);
}
