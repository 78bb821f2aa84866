/** Accounts for administrators, over HTTP. */
@NullMarked
package org.andiron.security.account.admin;

import org.jspecify.annotations.NullMarked;
