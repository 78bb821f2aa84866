/**
 * An independent judge of search: decides in memory, from section 3.1.1 of the R4 specification
 * alone, which resources match, so that the server's answers can be compared.
 */
@NullMarked
package org.andiron.searchoracle;

import org.jspecify.annotations.NullMarked;
