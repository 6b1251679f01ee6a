package com.notiflows.server.idempotency;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A good answer of a write.
 *
 * @param status of HTTP
 * @param body its bytes; null if it has none
 * @param userIds whose data the body holds; not told of an answer that was kept
 * @param isReplayed whether it was given before
 */
@SuppressWarnings("ArrayRecordComponent") // made, kept and sent: never compared
public record KeptAnswer(
    int status, byte @Nullable [] body, List<UUID> userIds, boolean isReplayed) {}
