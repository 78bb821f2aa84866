@NullMarked
package org.andiron.consent.decision;

import org.jspecify.annotations.NullMarked;
