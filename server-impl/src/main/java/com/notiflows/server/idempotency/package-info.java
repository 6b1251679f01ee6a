/** Idempotency keys: what identifies a request, and how long responses are stored. */
@NullMarked
package com.notiflows.server.idempotency;

import org.jspecify.annotations.NullMarked;
