@NullMarked
package com.notiflows.server.http.wire;

import org.jspecify.annotations.NullMarked;
