package org.andiron.security.authserver.code;

import org.andiron.security.authserver.client.ClientRegistration;
import org.andiron.security.authserver.token.LaunchContext;
import org.andiron.security.scope.ContextScope;
import org.andiron.security.scope.SmartScope.Level;
import org.andiron.security.scope.SmartScopes;

/**
 * What a user is asked to allow an app.
 *
 * @param client the app
 * @param redirectUri where the answer goes
 * @param requested what it asks for, as far as it is registered for it
 * @param context the place in the record, as far as it is known
 */
public record PendingAuthorization(
    ClientRegistration client, String redirectUri, SmartScopes requested, LaunchContext context) {

  /** Whether the user must choose a patient before anything can be allowed. */
  public boolean needsPatient() {
    return needsPatient(requested, context);
  }

  static boolean needsPatient(SmartScopes scopes, LaunchContext context) {
    return context.patient() == null
        && (scopes.has(ContextScope.LAUNCH_PATIENT)
            || scopes.resourceScopes().stream().anyMatch(it -> it.level() == Level.PATIENT));
  }
}
