package com.notiflows.server.persistence;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a call before it is let in. All but the public key is null where the call has
 * none, and then finds nothing.
 *
 * @param secretHash SHA-256 of the secret key
 * @param externalId the user's external id as UTF-8
 * @param channelId the channel that the call is about
 * @param kid the name of the key that signed the user key, as UTF-8
 * @param origin the origin of the page that calls, as UTF-8
 */
@SuppressWarnings("ArrayRecordComponent") // handed to one statement, never compared
public record AccessQuery(
    byte[] publicKey,
    byte @Nullable [] secretHash,
    byte @Nullable [] externalId,
    @Nullable UUID channelId,
    byte @Nullable [] kid,
    byte @Nullable [] origin) {}
