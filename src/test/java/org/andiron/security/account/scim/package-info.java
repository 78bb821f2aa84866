@NullMarked
package org.andiron.security.account.scim;

import org.jspecify.annotations.NullMarked;
