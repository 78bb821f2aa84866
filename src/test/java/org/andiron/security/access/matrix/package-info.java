/** Every type and interaction over HTTP, against an oracle that shares nothing with the rules. */
@NullMarked
package org.andiron.security.access.matrix;

import org.jspecify.annotations.NullMarked;
