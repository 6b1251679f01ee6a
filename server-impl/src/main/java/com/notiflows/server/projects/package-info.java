@NullMarked
package com.notiflows.server.projects;

import org.jspecify.annotations.NullMarked;
