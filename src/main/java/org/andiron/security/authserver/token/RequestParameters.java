package org.andiron.security.authserver.token;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;

/**
 * What this server adds to an authorization request, under names that are taken out of what a
 * client sends.
 */
public final class RequestParameters {

  /** What all of them begin with. */
  public static final String PREFIX = "andiron.";

  /** The session in which the user allowed the app. */
  public static final String SESSION = "andiron.session";

  /** When the user signed in, in seconds since 1970. */
  public static final String SIGN_IN_TIME = "andiron.sign-in-time";

  private RequestParameters() {}

  static @Nullable String session(OAuth2AuthorizationRequest request) {
    return text(request, SESSION);
  }

  static @Nullable Instant signInTime(OAuth2AuthorizationRequest request) {
    String seconds = text(request, SIGN_IN_TIME);
    return seconds == null ? null : Instant.ofEpochSecond(Long.parseLong(seconds));
  }

  static @Nullable String context(OAuth2AuthorizationRequest request) {
    return text(request, LaunchContext.PARAMETER);
  }

  private static @Nullable String text(OAuth2AuthorizationRequest request, String name) {
    return request.getAdditionalParameters().get(name) instanceof String value ? value : null;
  }
}
