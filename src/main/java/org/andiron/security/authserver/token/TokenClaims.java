package org.andiron.security.authserver.token;

/** Names of claims in our access tokens. */
public final class TokenClaims {

  public static final String TOKEN_ID = "jti";
  public static final String CLIENT_ID = "client_id";
  public static final String SCOPE = "scope";

  /** The authorization, with which all tokens of it end. */
  public static final String AUTHORIZATION = "sid";

  public static final String PATIENT = "patient";
  public static final String ENCOUNTER = "encounter";

  /** The resource that is the user, such as {@code Practitioner/12}. */
  public static final String FHIR_USER = "fhirUser";

  public static final String NAME = "name";
  public static final String ROLES = "andiron_roles";

  /** What the app is registered for, as codes. */
  public static final String PURPOSE_OF_USE = "purpose_of_use";

  /** Whether the app may say with each request what it is for. */
  public static final String PURPOSE_OF_USE_HEADER = "andiron_purpose_of_use_header";

  /** The resource that is the app, such as {@code Device/12}. */
  public static final String DEVICE = "andiron_device";

  private TokenClaims() {}
}
