@NullMarked
package com.notiflows.server.spec;

import org.jspecify.annotations.NullMarked;
