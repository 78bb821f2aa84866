/** Suggestions of codes while somebody types: those that resources of this server use. */
@NullMarked
package org.andiron.storage.suggestion;

import org.jspecify.annotations.NullMarked;
