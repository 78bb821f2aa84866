/** The pages on which a person signs in, chooses a password and signs out. */
@NullMarked
package org.andiron.security.page.signin;

import org.jspecify.annotations.NullMarked;
