@NullMarked
package org.andiron.consent.proof;

import org.jspecify.annotations.NullMarked;
