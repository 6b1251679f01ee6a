package com.notiflows.server.write;

import java.util.Optional;
import java.util.UUID;

/** A command of a project, with its idempotency key if it has one. */
public record Write<R>(UUID projectId, WriteCommand<R> command, Optional<Claim<R>> claim) {}
