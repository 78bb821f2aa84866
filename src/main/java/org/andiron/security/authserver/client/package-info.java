/** Apps and backend systems that may ask for tokens. */
@NullMarked
package org.andiron.security.authserver.client;

import org.jspecify.annotations.NullMarked;
