package org.andiron.security.authserver.token;

/** Where the endpoints are, below the issuer. */
public final class EndpointPaths {

  public static final String AUTHORIZE = "/oauth2/authorize";
  public static final String TOKEN = "/oauth2/token";
  public static final String INTROSPECT = "/oauth2/introspect";
  public static final String REVOKE = "/oauth2/revoke";
  public static final String KEYS = "/oauth2/jwks";

  private EndpointPaths() {}
}
