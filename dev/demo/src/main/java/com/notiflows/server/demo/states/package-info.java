/** Provider states of the demo project, for Pact. */
@NullMarked
package com.notiflows.server.demo.states;

import org.jspecify.annotations.NullMarked;
