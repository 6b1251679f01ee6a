/** Spans of requests, batches of writes and transactions, sent to a collector if there is one. */
@NullMarked
package com.notiflows.server.tracing;

import org.jspecify.annotations.NullMarked;
