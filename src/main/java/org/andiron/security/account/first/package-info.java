/** The first account of a new server. */
@NullMarked
package org.andiron.security.account.first;

import org.jspecify.annotations.NullMarked;
