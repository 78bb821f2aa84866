/** Tests of {@code org.andiron.server.subscription}. */
@NullMarked
package org.andiron.server.subscription;

import org.jspecify.annotations.NullMarked;
