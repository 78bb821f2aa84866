/** Tests of {@code org.andiron.server.operation}. */
@NullMarked
package org.andiron.server.operation;

import org.jspecify.annotations.NullMarked;
