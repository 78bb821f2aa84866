@NullMarked
package org.andiron.security.account.factor;

import org.jspecify.annotations.NullMarked;
