@NullMarked
package org.andiron.security.resourceserver;

import org.jspecify.annotations.NullMarked;
