/** Names what a request asks of the FHIR endpoint, from its method and path alone. */
@NullMarked
package org.andiron.ops.interaction;

import org.jspecify.annotations.NullMarked;
