@NullMarked
package org.andiron.security.account.throttle;

import org.jspecify.annotations.NullMarked;
