/** Keeps the tables with the concepts of code systems in step with the stored code systems. */
@NullMarked
package org.andiron.storage.concepts;

import org.jspecify.annotations.NullMarked;
