/** Tests of the authorization server. */
@NullMarked
package org.andiron.security.authserver;

import org.jspecify.annotations.NullMarked;
