@NullMarked
package com.notiflows.server.idempotency;

import org.jspecify.annotations.NullMarked;
