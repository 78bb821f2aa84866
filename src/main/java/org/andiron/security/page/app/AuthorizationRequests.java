package org.andiron.security.page.app;

import java.util.List;
import java.util.Optional;

/** Requests of apps that wait for a user to allow them. */
public interface AuthorizationRequests {

  /**
   * The request that waits under a state of the authorization server.
   *
   * @param clientId the app
   * @param state which the authorization server gave the page, and wants back
   * @param username who is signed in, and was when the app asked
   * @return empty if there is none of this app and user
   */
  Optional<AuthorizationRequest> find(String clientId, String state, String username);

  /**
   * What an app asks for.
   *
   * @param clientId the app
   * @param appName as the user knows it
   * @param redirectUri where the answer goes, as registered
   * @param scopes as the app wrote them
   * @param patient id of the Patient in context
   */
  record AuthorizationRequest(
      String clientId,
      String appName,
      String redirectUri,
      List<String> scopes,
      Optional<String> patient) {

    public AuthorizationRequest {
      scopes = List.copyOf(scopes);
    }
  }
}
