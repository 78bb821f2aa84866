@NullMarked
package org.andiron.consent.labelling;

import org.jspecify.annotations.NullMarked;
