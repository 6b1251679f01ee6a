/** Many settings in one call. */
@NullMarked
package com.notiflows.server.settings.bulk;

import org.jspecify.annotations.NullMarked;
