package org.andiron.security.page.app;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What users have allowed apps and not taken back. */
public interface AuthorizedApps {

  /** What the user has allowed, the newest first. */
  List<AuthorizedApp> of(String username);

  /**
   * Takes back what the user has allowed, at once and on all nodes.
   *
   * @return whether the user has allowed it
   */
  boolean revoke(String username, String authorization);

  /**
   * An app that a user has allowed something.
   *
   * @param authorization by which it is taken back
   * @param clientId the app
   * @param appName as the user knows it; the id if the app is not registered any more
   * @param scopes what was allowed, as written
   * @param patient id of the Patient in context
   * @param allowedAt when it was allowed
   * @param endsAt when it ends by itself unless the app is used
   */
  record AuthorizedApp(
      String authorization,
      String clientId,
      String appName,
      List<String> scopes,
      Optional<String> patient,
      Instant allowedAt,
      Instant endsAt) {

    public AuthorizedApp {
      scopes = List.copyOf(scopes);
    }
  }
}
