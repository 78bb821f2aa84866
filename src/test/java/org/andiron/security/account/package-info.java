@NullMarked
package org.andiron.security.account;

import org.jspecify.annotations.NullMarked;
