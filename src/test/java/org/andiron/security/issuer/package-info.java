@NullMarked
package org.andiron.security.issuer;

import org.jspecify.annotations.NullMarked;
