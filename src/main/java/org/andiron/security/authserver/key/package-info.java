/** The keys with which this server signs its tokens. */
@NullMarked
package org.andiron.security.authserver.key;

import org.jspecify.annotations.NullMarked;
