package com.notiflows.server.write;

import com.notiflows.server.model.Hash;
import java.util.function.Function;

/**
 * The idempotency key of a write.
 *
 * @param key its text as it was sent
 * @param scope SHA-256 of the key and of what it is valid for
 * @param fingerprint SHA-256 of the request; another request under the same key is refused
 * @param render turns the result into the response to store; pure
 */
public record Claim<R>(String key, Hash scope, Hash fingerprint, Function<R, Reply> render) {}
