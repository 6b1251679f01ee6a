/** The values that are stored: users, channels, settings, endpoints. Immutable, without rules. */
@NullMarked
package com.notiflows.server.model;

import org.jspecify.annotations.NullMarked;
