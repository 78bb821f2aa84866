@NullMarked
package org.andiron.consent.facts;

import org.jspecify.annotations.NullMarked;
