/** Channel settings and device tokens of users: reads, validation and write commands. */
@NullMarked
package com.notiflows.server.settings;

import org.jspecify.annotations.NullMarked;
