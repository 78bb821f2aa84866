/**
 * Commands of the operator: {@code token}, {@code user}, {@code client} and {@code risk}. They
 * speak HTTP to a server, as the built-in client whose key lies in its data directory.
 */
@NullMarked
package org.andiron.operator;

import org.jspecify.annotations.NullMarked;
