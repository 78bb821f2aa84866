/** The compartments of R4: their searches, read from the path, and the export of all patients. */
@NullMarked
package org.andiron.storage.compartment;

import org.jspecify.annotations.NullMarked;
