/** The changes of users and settings in the order of their commits: change feed and audit log. */
@NullMarked
package com.notiflows.server.changes;

import org.jspecify.annotations.NullMarked;
