package com.notiflows.server.model;

import java.util.UUID;

/** A user's two ids: ours and the caller's. */
public record StoredUser(UUID id, String externalId) {}
