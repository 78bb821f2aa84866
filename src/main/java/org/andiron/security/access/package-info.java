/**
 * What a caller may do: what the scopes of the token, the roles of the user and the patient in
 * context all allow. The rules are pure; one interceptor asks them.
 */
@NullMarked
package org.andiron.security.access;

import org.jspecify.annotations.NullMarked;
