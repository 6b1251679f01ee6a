/** What settings and devices are, and what is good. */
@NullMarked
package com.notiflows.server.settings.model;

import org.jspecify.annotations.NullMarked;
