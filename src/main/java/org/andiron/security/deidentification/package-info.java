/** Resources without what identifies people, by the Safe Harbor list of HIPAA. */
@NullMarked
package org.andiron.security.deidentification;

import org.jspecify.annotations.NullMarked;
