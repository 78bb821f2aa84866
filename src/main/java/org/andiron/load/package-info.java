/**
 * The command {@code load}: brings FHIR files onto a server, in order, repeatably, with a report.
 */
@NullMarked
package org.andiron.load;

import org.jspecify.annotations.NullMarked;
