@NullMarked
package org.andiron.security.operator;

import org.jspecify.annotations.NullMarked;
