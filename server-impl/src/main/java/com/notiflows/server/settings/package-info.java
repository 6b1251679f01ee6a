@NullMarked
package com.notiflows.server.settings;

import org.jspecify.annotations.NullMarked;
