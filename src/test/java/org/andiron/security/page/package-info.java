@NullMarked
package org.andiron.security.page;

import org.jspecify.annotations.NullMarked;
