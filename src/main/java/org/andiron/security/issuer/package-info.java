/** Tokens of an issuer elsewhere, such as Keycloak, instead of our own. */
@NullMarked
package org.andiron.security.issuer;

import org.jspecify.annotations.NullMarked;
