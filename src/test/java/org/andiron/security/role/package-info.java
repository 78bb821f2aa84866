@NullMarked
package org.andiron.security.role;

import org.jspecify.annotations.NullMarked;
