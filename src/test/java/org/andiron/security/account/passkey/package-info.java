@NullMarked
package org.andiron.security.account.passkey;

import org.jspecify.annotations.NullMarked;
