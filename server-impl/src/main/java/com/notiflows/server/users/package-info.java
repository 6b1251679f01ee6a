@NullMarked
package com.notiflows.server.users;

import org.jspecify.annotations.NullMarked;
