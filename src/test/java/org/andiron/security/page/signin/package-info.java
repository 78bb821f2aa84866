@NullMarked
package org.andiron.security.page.signin;

import org.jspecify.annotations.NullMarked;
