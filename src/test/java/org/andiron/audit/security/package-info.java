/** Tests of what is recorded of sign-ins, tokens, accounts and clients. */
@NullMarked
package org.andiron.audit.security;

import org.jspecify.annotations.NullMarked;
