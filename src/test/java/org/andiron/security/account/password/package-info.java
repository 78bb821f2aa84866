@NullMarked
package org.andiron.security.account.password;

import org.jspecify.annotations.NullMarked;
