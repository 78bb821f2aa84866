/** FHIR packages (implementation guides) from {@code fhir-config/packages}, without any network. */
@NullMarked
package org.andiron.storage.packages;

import org.jspecify.annotations.NullMarked;
