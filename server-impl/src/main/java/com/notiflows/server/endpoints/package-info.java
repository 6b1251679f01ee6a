/** Device tokens and web push subscriptions as rows: feedback, quarantine, expiry, look-up. */
@NullMarked
package com.notiflows.server.endpoints;

import org.jspecify.annotations.NullMarked;
