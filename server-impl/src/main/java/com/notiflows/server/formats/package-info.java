/** Checks the formats of text that the spec names, without any look-up outside the process. */
@NullMarked
package com.notiflows.server.formats;

import org.jspecify.annotations.NullMarked;
