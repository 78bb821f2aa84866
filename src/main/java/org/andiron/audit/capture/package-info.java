/**
 * What requests and the server itself do, recorded: changes in their transaction, everything else
 * before the first byte of an answer leaves.
 */
@NullMarked
package org.andiron.audit.capture;

import org.jspecify.annotations.NullMarked;
