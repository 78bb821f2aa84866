/** Where somebody is signed in. */
@NullMarked
package org.andiron.security.account.session;

import org.jspecify.annotations.NullMarked;
