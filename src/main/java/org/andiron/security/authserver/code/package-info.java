/** The authorization code flow. */
@NullMarked
package org.andiron.security.authserver.code;

import org.jspecify.annotations.NullMarked;
