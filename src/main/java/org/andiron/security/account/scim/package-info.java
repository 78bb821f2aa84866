/** Provisioning of accounts by another system, with SCIM 2.0. */
@NullMarked
package org.andiron.security.account.scim;

import org.jspecify.annotations.NullMarked;
