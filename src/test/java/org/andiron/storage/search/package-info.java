/** Tests of first pages, compartments and searches of all types. */
@NullMarked
package org.andiron.storage.search;

import org.jspecify.annotations.NullMarked;
