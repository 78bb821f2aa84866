@NullMarked
package org.andiron.consent.identifier;

import org.jspecify.annotations.NullMarked;
