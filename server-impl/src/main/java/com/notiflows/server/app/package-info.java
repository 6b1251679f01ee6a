@NullMarked
package com.notiflows.server.app;

import org.jspecify.annotations.NullMarked;
