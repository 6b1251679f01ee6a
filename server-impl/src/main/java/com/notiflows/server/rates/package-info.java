/** Limits how many requests a project, a signed-in user or a client address sends. */
@NullMarked
package com.notiflows.server.rates;

import org.jspecify.annotations.NullMarked;
