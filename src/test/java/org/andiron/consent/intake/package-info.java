@NullMarked
package org.andiron.consent.intake;

import org.jspecify.annotations.NullMarked;
