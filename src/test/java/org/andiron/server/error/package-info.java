/** Tests of how failures are told. */
@NullMarked
package org.andiron.server.error;

import org.jspecify.annotations.NullMarked;
