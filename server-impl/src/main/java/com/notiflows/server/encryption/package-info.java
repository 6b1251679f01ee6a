/** Encryption at rest: master keys, data keys, and the cipher of a project. */
@NullMarked
package com.notiflows.server.encryption;

import org.jspecify.annotations.NullMarked;
