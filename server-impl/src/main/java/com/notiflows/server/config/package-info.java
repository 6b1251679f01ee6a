@NullMarked
package com.notiflows.server.config;

import org.jspecify.annotations.NullMarked;
