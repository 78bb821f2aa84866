/** Records of every access and every change, which cannot be lost and not be altered unseen. */
@NullMarked
package org.andiron.audit;

import org.jspecify.annotations.NullMarked;
