/** Tests of what is said of drafts: over HTTP, and against what happens when they are active. */
@NullMarked
package org.andiron.consent.evaluation;

import org.jspecify.annotations.NullMarked;
