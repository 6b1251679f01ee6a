@NullMarked
package com.notiflows.server.channels;

import org.jspecify.annotations.NullMarked;
