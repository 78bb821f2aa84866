/**
 * Names what a request asks of the FHIR endpoint, from its method and path; tells when it ended.
 */
@NullMarked
package org.andiron.ops.interaction;

import org.jspecify.annotations.NullMarked;
