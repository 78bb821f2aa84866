/** Keys that encrypt what the database keeps, in files beside it. */
@NullMarked
package org.andiron.security.sealing;

import org.jspecify.annotations.NullMarked;
