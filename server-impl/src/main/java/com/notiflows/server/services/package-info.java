/** The object graph below HTTP and the command line, wired by hand in one place. */
@NullMarked
package com.notiflows.server.services;

import org.jspecify.annotations.NullMarked;
