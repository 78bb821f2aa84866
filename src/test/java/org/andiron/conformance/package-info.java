/** Holds what is claimed of specifications to the tests that prove it. */
@NullMarked
package org.andiron.conformance;

import org.jspecify.annotations.NullMarked;
