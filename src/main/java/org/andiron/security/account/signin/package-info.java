/** Signing in with a name and a password. */
@NullMarked
package org.andiron.security.account.signin;

import org.jspecify.annotations.NullMarked;
