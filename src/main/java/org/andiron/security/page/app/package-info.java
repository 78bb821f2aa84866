/** What a person allows apps: the authorization page, and the list of what was allowed. */
@NullMarked
package org.andiron.security.page.app;

import org.jspecify.annotations.NullMarked;
