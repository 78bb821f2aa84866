/** The authorization server of SMART App Launch: where apps get their tokens. */
@NullMarked
package org.andiron.security.authserver;

import org.jspecify.annotations.NullMarked;
