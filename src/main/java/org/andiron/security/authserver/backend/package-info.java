/** How backend services prove who they are. */
@NullMarked
package org.andiron.security.authserver.backend;

import org.jspecify.annotations.NullMarked;
