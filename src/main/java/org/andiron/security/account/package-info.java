/** Accounts of the people who sign in. */
@NullMarked
package org.andiron.security.account;

import org.jspecify.annotations.NullMarked;
