@NullMarked
package org.andiron.consent.label;

import org.jspecify.annotations.NullMarked;
