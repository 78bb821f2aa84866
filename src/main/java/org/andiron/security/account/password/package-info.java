/** Which passwords are allowed, and how they are kept. */
@NullMarked
package org.andiron.security.account.password;

import org.jspecify.annotations.NullMarked;
