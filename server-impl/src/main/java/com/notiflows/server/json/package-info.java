/** Reads JSON that others wrote, without changing a number and within limits. */
@NullMarked
package com.notiflows.server.json;

import org.jspecify.annotations.NullMarked;
