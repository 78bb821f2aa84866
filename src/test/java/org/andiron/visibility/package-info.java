@NullMarked
package org.andiron.visibility;

import org.jspecify.annotations.NullMarked;
