@NullMarked
package com.notiflows.server.cli;

import org.jspecify.annotations.NullMarked;
