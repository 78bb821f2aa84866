@NullMarked
package org.andiron.storage.suggestion;

import org.jspecify.annotations.NullMarked;
