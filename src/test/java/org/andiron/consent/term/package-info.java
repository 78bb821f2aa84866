@NullMarked
package org.andiron.consent.term;

import org.jspecify.annotations.NullMarked;
