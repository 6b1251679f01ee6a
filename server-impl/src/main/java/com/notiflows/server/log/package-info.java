@NullMarked
package com.notiflows.server.log;

import org.jspecify.annotations.NullMarked;
