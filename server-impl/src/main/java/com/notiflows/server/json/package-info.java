/** Reads JSON of callers within limits, without changing numbers. */
@NullMarked
package com.notiflows.server.json;

import org.jspecify.annotations.NullMarked;
