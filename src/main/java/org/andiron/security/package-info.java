/** Who may call the server, and from where. */
@NullMarked
package org.andiron.security;

import org.jspecify.annotations.NullMarked;
