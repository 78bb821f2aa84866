/** Tests of what is recorded of exports, imports and notifications. */
@NullMarked
package org.andiron.audit.disclosure;

import org.jspecify.annotations.NullMarked;
