@NullMarked
package com.notiflows.server.problem;

import org.jspecify.annotations.NullMarked;
