@NullMarked
package com.notiflows.server.http.filter;

import org.jspecify.annotations.NullMarked;
