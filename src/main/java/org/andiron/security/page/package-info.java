/**
 * The pages of sign-in, rendered on the server: what all of them share. Nothing of them is loaded from
 * elsewhere, and only passkeys need a script.
 *
 * <p>How the authorization endpoint and the pages work together:
 *
 * <ol>
 *   <li>A request of nobody, or of somebody whose sign-in is not complete ({@link
 *       org.andiron.security.page.SignInStep}), is kept in the session by Spring Security's request
 *       cache, and the browser sent to {@link org.andiron.security.page.SignInStep#page()}. In the end
 *       {@code /auth/continue} leads back to it.
 *   <li>If a patient has to be chosen, the endpoint asks a {@link
 *       org.andiron.security.page.choice.PatientQuestion}, sends the browser where {@link
 *       org.andiron.security.page.choice.PatientQuestions} says, and finds the answer there when the
 *       browser comes back.
 *   <li>Spring Authorization Server redirects to {@code /auth/authorize?client_id&scope&state}. The page
 *       asks {@link org.andiron.security.page.app.AuthorizationRequests} what that is about, and posts
 *       {@code client_id}, {@code state} and each {@code scope} that stays to {@code
 *       /oauth2/authorize}; none of them to deny.
 *   <li>An error that must not be redirected is forwarded to {@code /auth/error} with {@link
 *       org.andiron.security.page.ErrorController#CODE}.
 * </ol>
 */
@NullMarked
package org.andiron.security.page;

import org.jspecify.annotations.NullMarked;
