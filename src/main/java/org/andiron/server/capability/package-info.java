/** What the server says of itself: CapabilityStatement and OpenAPI. */
@NullMarked
package org.andiron.server.capability;

import org.jspecify.annotations.NullMarked;
