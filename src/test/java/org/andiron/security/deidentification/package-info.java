@NullMarked
package org.andiron.security.deidentification;

import org.jspecify.annotations.NullMarked;
