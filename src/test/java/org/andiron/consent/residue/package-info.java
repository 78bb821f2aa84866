@NullMarked
package org.andiron.consent.residue;

import org.jspecify.annotations.NullMarked;
