package org.andiron.security.page;

import java.util.Optional;
import java.util.Set;
import org.andiron.security.authserver.client.ClientRegistration;
import org.andiron.security.authserver.client.ClientRegistration.Authentication;
import org.andiron.security.authserver.code.PendingAuthorization;
import org.andiron.security.authserver.token.LaunchContext;
import org.andiron.security.scope.SmartScopes;
import org.jspecify.annotations.Nullable;

/** Requests of an app that wait for their user. */
public final class TestRequests {

  private static final String REDIRECT = "https://app.example.org/callback?x=1";

  private TestRequests() {}

  public static ClientRegistration app() {
    return new ClientRegistration(
        "growth",
        "Growth <Chart>",
        Set.of(REDIRECT),
        Set.of("authorization_code"),
        Authentication.NONE,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        SmartScopes.of("patient/*.cruds"),
        Optional.empty(),
        Optional.empty(),
        false,
        false,
        Set.of(),
        Optional.empty(),
        false);
  }

  public static PendingAuthorization waiting(String scopes, @Nullable String patient) {
    return new PendingAuthorization(
        app(),
        REDIRECT,
        SmartScopes.of(scopes),
        patient == null ? LaunchContext.NONE : LaunchContext.NONE.withPatient(patient));
  }
}
