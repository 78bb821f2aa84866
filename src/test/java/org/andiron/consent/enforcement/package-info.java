@NullMarked
package org.andiron.consent.enforcement;

import org.jspecify.annotations.NullMarked;
