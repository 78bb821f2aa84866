/** The code systems that were loaded from distribution files, and questions to their concepts. */
@NullMarked
package org.andiron.storage.codes;

import org.jspecify.annotations.NullMarked;
