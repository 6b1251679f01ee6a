/** The rules of whole settings: one user's on one channel, and those that come with users. */
@NullMarked
package com.notiflows.server.settings;

import org.jspecify.annotations.NullMarked;
