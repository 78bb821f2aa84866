/** How an EHR starts an app in the place of the record where its user is. */
@NullMarked
package org.andiron.security.authserver.launch;

import org.jspecify.annotations.NullMarked;
