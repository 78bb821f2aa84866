package org.andiron.security.issuer;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.andiron.security.IssuerUrl;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How tokens of an external issuer are checked and read ({@code andiron.security.external.*}).
 *
 * @param validation how it is known that a token is good
 * @param audience who tokens must be for: one of these; if none is given, the FHIR base URL
 * @param discoveryUri where the issuer describes itself; if absent, {@code
 *     /.well-known/openid-configuration} below it
 * @param jwksUri where its keys are; if absent, where it says
 * @param introspectionUri where it tells of tokens; if absent, where it says
 * @param clientId who this server is to the issuer, to ask about tokens
 * @param clientSecret the secret that goes with it, never shown
 * @param introspectionCache how long an answer about a token is used again
 * @param clients those that act for themselves, with system scopes; nobody signs in to them
 * @param purposeOfUseHeaderClients those that may say with each request what it is for
 * @param roleMapping a role of ours for a role of theirs, as in {@code Pflege=nurse}; if none is
 *     given, theirs are called as ours
 * @param origins which web pages may call this server from a browser
 * @param capabilities what the issuer can do of SMART beyond what it says itself
 * @param claims where in a token things are
 */
@ConfigurationProperties("andiron.security.external")
public record ExternalProperties(
    @DefaultValue("jwt") Validation validation,
    List<String> audience,
    @Nullable URI discoveryUri,
    @Nullable URI jwksUri,
    @Nullable URI introspectionUri,
    @Nullable String clientId,
    @Nullable String clientSecret,
    @DefaultValue("10s") Duration introspectionCache,
    List<String> clients,
    List<String> purposeOfUseHeaderClients,
    List<String> roleMapping,
    List<String> origins,
    List<String> capabilities,
    @DefaultValue Claims claims) {

  private static final String PREFIX = "andiron.security.external.";
  private static final Duration LONGEST_CACHE = Duration.ofSeconds(30);

  /** How it is known that a token is good. */
  public enum Validation {
    /** By its signature. */
    JWT,
    /** By asking the issuer. */
    INTROSPECTION
  }

  /**
   * Where in a token things are. Each is a list of claims, of which the first that is there counts,
   * and of roles all; {@code a.b} is the member {@code b} of {@code a}, unless a claim has just
   * that name.
   *
   * @param subject who the user is
   * @param client which app
   * @param name how the user is called
   * @param scope what was granted
   * @param roles roles of the user
   * @param fhirUser the resource that is the user
   * @param patient the patient in context
   * @param purposeOfUse what the use is for: codes, or codings as IHE has them
   */
  public record Claims(
      @DefaultValue("sub") List<String> subject,
      @DefaultValue({"azp", "client_id"}) List<String> client,
      @DefaultValue({"name", "preferred_username"}) List<String> name,
      @DefaultValue("scope") List<String> scope,
      @DefaultValue("realm_access.roles") List<String> roles,
      @DefaultValue("fhirUser") List<String> fhirUser,
      @DefaultValue("patient") List<String> patient,
      @DefaultValue({"purpose_of_use", "extensions.ihe_iua.purpose_of_use"})
          List<String> purposeOfUse) {}

  public ExternalProperties {
    audience = listed(audience);
    clients = listed(clients);
    purposeOfUseHeaderClients = listed(purposeOfUseHeaderClients);
    roleMapping = listed(roleMapping);
    origins = listed(origins);
    capabilities = listed(capabilities);
    clientId = text(clientId);
    clientSecret = text(clientSecret);
    discoveryUri = url("discovery-uri", discoveryUri);
    jwksUri = url("jwks-uri", jwksUri);
    introspectionUri = url("introspection-uri", introspectionUri);
    if (introspectionCache.isNegative() || introspectionCache.compareTo(LONGEST_CACHE) > 0) {
      throw new IllegalArgumentException(PREFIX + "introspection-cache must be 0s to 30s");
    }
    if (validation == Validation.INTROSPECTION && (clientId == null || clientSecret == null)) {
      throw new IllegalArgumentException(
          PREFIX + "validation=introspection needs client-id and client-secret beside it");
    }
    roleMapping.forEach(ExternalProperties::pair);
    for (String origin : origins) {
      if (!origin.matches("https?://[^/?#\\s*]+")) {
        throw new IllegalArgumentException(
            PREFIX + "origins must be like https://app.example.org, not '" + origin + "'");
      }
    }
  }

  private static List<String> listed(@Nullable List<String> given) {
    return given == null
        ? List.of()
        : given.stream().map(String::strip).filter(it -> !it.isEmpty()).toList();
  }

  private static @Nullable String text(@Nullable String given) {
    return given == null || given.isBlank() ? null : given;
  }

  private static @Nullable URI url(String name, @Nullable URI given) {
    if (given == null || given.toString().isBlank()) {
      return null;
    }
    IssuerUrl.require(PREFIX + name, given);
    return given;
  }

  private static String[] pair(String mapping) {
    int last = mapping.lastIndexOf('=');
    if (last < 1 || last == mapping.length() - 1) {
      throw new IllegalArgumentException(
          PREFIX + "role-mapping must be like their-role=our-role, not '" + mapping + "'");
    }
    return new String[] {mapping.substring(0, last).strip(), mapping.substring(last + 1).strip()};
  }

  /** Which roles of ours each role of theirs has; empty if theirs are called as ours. */
  Map<String, Set<String>> ourRoles() {
    Map<String, Set<String>> roles = new TreeMap<>();
    for (String mapping : roleMapping) {
      String[] pair = pair(mapping);
      roles.computeIfAbsent(pair[0], it -> new TreeSet<>()).add(pair[1]);
    }
    return roles;
  }

  @Override
  public String toString() {
    return "ExternalProperties[validation="
        + validation
        + ", clientId="
        + Objects.requireNonNullElse(clientId, "none")
        + ", clientSecret="
        + (clientSecret == null ? "none" : "***")
        + "]";
  }
}
