/** Writes as values, and the queue that commits them together. */
@NullMarked
package com.notiflows.server.write;

import org.jspecify.annotations.NullMarked;
