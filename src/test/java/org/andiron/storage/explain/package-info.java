@NullMarked
package org.andiron.storage.explain;

import org.jspecify.annotations.NullMarked;
