/**
 * How a failure is told to the client: always an OperationOutcome, never a page of the container.
 */
@NullMarked
package org.andiron.server.error;

import org.jspecify.annotations.NullMarked;
