/** Health checks and metrics for operators. */
@NullMarked
package com.notiflows.server.ops;

import org.jspecify.annotations.NullMarked;
