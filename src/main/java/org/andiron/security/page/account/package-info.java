/** The pages of a person's own account. */
@NullMarked
package org.andiron.security.page.account;

import org.jspecify.annotations.NullMarked;
