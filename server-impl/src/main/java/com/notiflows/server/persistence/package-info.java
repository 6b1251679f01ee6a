@NullMarked
package com.notiflows.server.persistence;

import org.jspecify.annotations.NullMarked;
