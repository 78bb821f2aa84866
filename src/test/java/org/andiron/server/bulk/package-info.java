/** Tests of {@code org.andiron.server.bulk}. */
@NullMarked
package org.andiron.server.bulk;

import org.jspecify.annotations.NullMarked;
