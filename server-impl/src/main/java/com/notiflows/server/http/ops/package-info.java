@NullMarked
package com.notiflows.server.http.ops;

import org.jspecify.annotations.NullMarked;
