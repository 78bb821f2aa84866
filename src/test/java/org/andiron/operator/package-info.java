@NullMarked
package org.andiron.operator;

import org.jspecify.annotations.NullMarked;
