@NullMarked
package org.andiron.security.subscriber;

import org.jspecify.annotations.NullMarked;
