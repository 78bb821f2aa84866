/** Codes of authenticator apps and recovery codes, as second factors. */
@NullMarked
package org.andiron.security.account.factor;

import org.jspecify.annotations.NullMarked;
