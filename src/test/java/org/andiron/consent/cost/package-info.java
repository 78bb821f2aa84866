/** What enforcing consents costs. */
@NullMarked
package org.andiron.consent.cost;

import org.jspecify.annotations.NullMarked;
