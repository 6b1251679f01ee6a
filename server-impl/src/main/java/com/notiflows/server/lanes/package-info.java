/** Groups the calls of concurrent threads, so that they share statements and commits. */
@NullMarked
package com.notiflows.server.lanes;

import org.jspecify.annotations.NullMarked;
