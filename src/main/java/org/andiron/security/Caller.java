package org.andiron.security;

import java.util.Optional;
import java.util.Set;
import org.andiron.security.scope.SmartScopes;

/**
 * Who calls, as a checked token tells. Whoever checks tokens makes it; nothing in it is a claim
 * that was not verified.
 *
 * @param subject the user; equal to {@code client} if and only if no user stands behind the client
 * @param client id of the client
 * @param displayName for logs and records of access
 * @param fhirUser the resource that stands for the user, as in {@code Practitioner/1}, without base
 *     and version
 * @param roles names of the user's roles; none for a client that acts for itself
 * @param scopes what was granted
 * @param patient id of the Patient in context, as in {@code 123}, without type
 * @param tokenId {@code jti} of the token, by which it can be told from others
 * @param administrator whether it may look inside the server
 * @param issuer who issued the token, if it was not this server: names of its users and clients say
 *     nothing of ours
 * @param purposesOfUse what the token says its use is for, each a code of v3-ActReason or {@code
 *     system|code}; empty if it does not say
 * @param device the resource that is the app, as in {@code Device/1}, if there is one
 * @param declaresPurpose whether the app may say with each request what it is for
 */
public record Caller(
    String subject,
    String client,
    String displayName,
    Optional<String> fhirUser,
    Set<String> roles,
    SmartScopes scopes,
    Optional<String> patient,
    String tokenId,
    boolean administrator,
    Optional<String> issuer,
    Set<String> purposesOfUse,
    Optional<String> device,
    boolean declaresPurpose) {

  public Caller {
    roles = Set.copyOf(roles);
    purposesOfUse = Set.copyOf(purposesOfUse);
    if (fhirUser.filter(it -> !it.matches("[A-Z][A-Za-z]+/[A-Za-z0-9.-]{1,64}")).isPresent()) {
      throw new IllegalArgumentException("fhirUser must be like Practitioner/1");
    }
    if (patient.filter(it -> !it.matches("[A-Za-z0-9.-]{1,64}")).isPresent()) {
      throw new IllegalArgumentException("patient must be the id of a Patient, without the type");
    }
  }

  /**
   * Who calls with a token of this server that does not say what for, by an app that is no Device
   * and does not say either.
   */
  public Caller(
      String subject,
      String client,
      String displayName,
      Optional<String> fhirUser,
      Set<String> roles,
      SmartScopes scopes,
      Optional<String> patient,
      String tokenId,
      boolean administrator) {
    this(
        subject,
        client,
        displayName,
        fhirUser,
        roles,
        scopes,
        patient,
        tokenId,
        administrator,
        Optional.empty(),
        Set.of(),
        Optional.empty(),
        false);
  }

  /**
   * Whether no user stands behind the client: it has system scopes, and its registration limits it.
   */
  public boolean actsForItself() {
    return subject.equals(client);
  }

  /** Whether a scope is about this resource type by name, and not as one of all. */
  public boolean hasScopeOf(String resourceType) {
    return scopes.resourceScopes().stream().anyMatch(it -> it.type().equals(resourceType));
  }

  /**
   * The user by the app, or the client for itself: the same for all tokens of both, and another for
   * whoever has the same names at another issuer.
   */
  public String party() {
    return issuer.map(it -> it + '\n').orElse("") + client + '\n' + subject;
  }
}
