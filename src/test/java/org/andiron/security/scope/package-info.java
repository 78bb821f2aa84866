@NullMarked
package org.andiron.security.scope;

import org.jspecify.annotations.NullMarked;
