/** Single device tokens: registered, found, retired, brought back. */
@NullMarked
package com.notiflows.server.settings.devices;

import org.jspecify.annotations.NullMarked;
