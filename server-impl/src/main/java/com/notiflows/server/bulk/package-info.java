/** Settings and subscriptions of many users at once: bulk writes, export and import. */
@NullMarked
package com.notiflows.server.bulk;

import org.jspecify.annotations.NullMarked;
