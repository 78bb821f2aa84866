/**
 * The pages of sign-in, rendered on the server: what all of them share. Nothing of them is loaded
 * from elsewhere, and only passkeys need a script.
 *
 * <p>How the authorization endpoint and the pages work together:
 *
 * <ol>
 *   <li>A request of somebody who is not signed in is kept in the session by Spring Security's
 *       request cache, and the browser sent to {@code /auth/sign-in}. Each step of signing in
 *       ({@link org.andiron.security.page.SignInStep}) ends at {@code /auth/continue}, which leads
 *       to the next, and at last back to the request.
 *   <li>The endpoint redirects to {@code /auth/authorization?client_id&scope&state}. What that is
 *       about, the page asks {@link org.andiron.security.authserver.code.PendingAuthorizations}. If
 *       no patient is chosen yet, {@code /auth/patient} comes before.
 *   <li>The form posts {@code client_id}, {@code state} and each {@code scope} that stays to {@code
 *       /oauth2/authorize}; none of them to deny.
 *   <li>What cannot be answered to the app is shown by a {@link
 *       org.andiron.security.authserver.code.RefusalPage}.
 * </ol>
 */
@NullMarked
package org.andiron.security.page;

import org.jspecify.annotations.NullMarked;
