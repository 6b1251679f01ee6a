@NullMarked
package com.notiflows.server.http.body;

import org.jspecify.annotations.NullMarked;
