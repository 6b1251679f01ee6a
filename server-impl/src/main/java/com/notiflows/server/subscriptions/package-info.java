@NullMarked
package com.notiflows.server.subscriptions;

import org.jspecify.annotations.NullMarked;
