/** Writes settings, and the index of their device tokens, in a few statements. */
@NullMarked
package com.notiflows.server.settings.store;

import org.jspecify.annotations.NullMarked;
