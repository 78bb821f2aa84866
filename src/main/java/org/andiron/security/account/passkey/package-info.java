/** Passkeys: signing in with a key of the person's device, by Spring Security's WebAuthn. */
@NullMarked
package org.andiron.security.account.passkey;

import org.jspecify.annotations.NullMarked;
