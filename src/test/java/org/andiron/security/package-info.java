@NullMarked
package org.andiron.security;

import org.jspecify.annotations.NullMarked;
