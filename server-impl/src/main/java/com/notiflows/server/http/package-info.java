@NullMarked
package com.notiflows.server.http;

import org.jspecify.annotations.NullMarked;
