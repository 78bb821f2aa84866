/** Tests of {@code org.andiron.server.egress}. */
@NullMarked
package org.andiron.server.egress;

import org.jspecify.annotations.NullMarked;
