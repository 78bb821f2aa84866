/**
 * How the authorization endpoint asks for a patient: it calls {@link
 * org.andiron.security.page.choice.PatientQuestions#ask}, redirects to the address that this gives,
 * and when the browser comes back to {@link
 * org.andiron.security.page.choice.PatientQuestion#returnTo()} takes the answer with {@link
 * org.andiron.security.page.choice.PatientQuestions#takeAnswer}. Question and answer are in the
 * session of the user.
 */
@NullMarked
package org.andiron.security.page.choice;

import org.jspecify.annotations.NullMarked;
