/** Tells those who operate a server how it is: health and metrics. */
@NullMarked
package com.notiflows.server.ops;

import org.jspecify.annotations.NullMarked;
