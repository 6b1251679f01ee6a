/** Immutable stored values: users, channels, settings, endpoints. */
@NullMarked
package com.notiflows.server.model;

import org.jspecify.annotations.NullMarked;
