/** Authorizations and the tokens that come of them. */
@NullMarked
package org.andiron.security.authserver.token;

import org.jspecify.annotations.NullMarked;
