/**
 * What a token allows by its scopes: the scopes of SMART App Launch as values. Knows neither HTTP
 * nor the server.
 *
 * @see <a href="https://hl7.org/fhir/smart-app-launch/STU2.2/scopes-and-launch-context.html">SMART
 *     App Launch 2.2, Scopes and Launch Context</a>
 */
@NullMarked
package org.andiron.security.scope;

import org.jspecify.annotations.NullMarked;
