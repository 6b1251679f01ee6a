package com.notiflows.comparator;

import java.time.Instant;

/** A user, and their settings if there are any. */
record StoredRow(byte[] id, String settings, Instant createdAt, Instant updatedAt) {}
