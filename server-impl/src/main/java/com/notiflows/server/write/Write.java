package com.notiflows.server.write;

import com.notiflows.server.changes.Author;
import java.util.Optional;
import java.util.UUID;

/**
 * A command of a project.
 *
 * @param claim its idempotency key, if it has one
 * @param author who makes the changes
 */
public record Write<R>(
    UUID projectId, WriteCommand<R> command, Optional<Claim<R>> claim, Author author) {}
