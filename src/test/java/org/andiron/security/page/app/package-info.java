@NullMarked
package org.andiron.security.page.app;

import org.jspecify.annotations.NullMarked;
