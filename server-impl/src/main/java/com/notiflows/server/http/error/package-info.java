@NullMarked
package com.notiflows.server.http.error;

import org.jspecify.annotations.NullMarked;
