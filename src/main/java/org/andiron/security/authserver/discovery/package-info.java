/** What apps read first: where the endpoints are and what they can do. */
@NullMarked
package org.andiron.security.authserver.discovery;

import org.jspecify.annotations.NullMarked;
