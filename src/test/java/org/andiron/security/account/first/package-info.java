@NullMarked
package org.andiron.security.account.first;

import org.jspecify.annotations.NullMarked;
