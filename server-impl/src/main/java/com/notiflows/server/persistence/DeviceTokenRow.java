package com.notiflows.server.persistence;

import java.util.UUID;

/**
 * A device token of a user.
 *
 * @param tokenHash the hash that stands for the token
 * @param holder the user again where several may have the token, or one and the same id for all of
 *     whom only one may
 */
@SuppressWarnings("ArrayRecordComponent") // a row is written once, never compared
public record DeviceTokenRow(
    UUID projectId, UUID userId, UUID channelId, byte[] tokenHash, UUID holder) {}
