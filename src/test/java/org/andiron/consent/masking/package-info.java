@NullMarked
package org.andiron.consent.masking;

import org.jspecify.annotations.NullMarked;
