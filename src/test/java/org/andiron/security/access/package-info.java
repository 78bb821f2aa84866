@NullMarked
package org.andiron.security.access;

import org.jspecify.annotations.NullMarked;
