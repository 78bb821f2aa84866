/** The key with which the operator of this machine manages the server. */
@NullMarked
package org.andiron.security.operator;

import org.jspecify.annotations.NullMarked;
