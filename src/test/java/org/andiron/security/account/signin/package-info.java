@NullMarked
package org.andiron.security.account.signin;

import org.jspecify.annotations.NullMarked;
