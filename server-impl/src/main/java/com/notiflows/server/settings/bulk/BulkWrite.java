package com.notiflows.server.settings.bulk;

import com.notiflows.server.projects.TokenKey;
import java.util.UUID;

/**
 * How many items are written.
 *
 * @param key indexes the project's device tokens
 * @param requireIfMatch whether nothing is replaced
 * @param isAtomic whether all is written or nothing
 * @param isRestoring whether a list may be empty, as it can become while it is stored
 */
record BulkWrite(
    UUID projectId, TokenKey key, boolean requireIfMatch, boolean isAtomic, boolean isRestoring) {}
