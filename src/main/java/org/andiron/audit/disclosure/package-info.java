/** What leaves the server in the background, recorded before it does. */
@NullMarked
package org.andiron.audit.disclosure;

import org.jspecify.annotations.NullMarked;
