@NullMarked
package com.notiflows.server.http.docs;

import org.jspecify.annotations.NullMarked;
