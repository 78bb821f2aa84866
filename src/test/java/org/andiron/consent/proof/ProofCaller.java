package org.andiron.consent.proof;

import java.time.Instant;
import java.util.Set;
import org.andiron.consent.decision.Channel;
import org.andiron.consent.decision.ConsentRequest;
import org.andiron.consent.decision.ReferenceSet;
import org.andiron.consent.decision.Requester;
import org.andiron.consent.rule.ConsentAction;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.term.Code;
import org.jspecify.annotations.Nullable;

/**
 * Somebody from whom patients withhold something, as consents know them. The staff of {@link
 * WorldDraft} says the same of them in resources.
 */
enum ProofCaller {
  NURSE(
      "Practitioner/test-nurse",
      Set.of("PractitionerRole/proof-nurse"),
      Set.of("Organization/proof-ward", "Organization/proof-hospital"),
      Set.of("Group/proof-colleagues"),
      "nurse",
      "TREAT"),
  PHYSICIAN(
      "Practitioner/test-physician",
      Set.of("PractitionerRole/proof-physician"),
      Set.of("Organization/proof-hospital"),
      Set.of("Group/proof-colleagues"),
      "physician",
      "TREAT"),
  SYSTEM(null, Set.of(), Set.of(), Set.of(), null, null),
  PATIENT("Patient/test-patient", Set.of(), Set.of(), Set.of(), "patient", "PATRQT"),
  PRIVACY_OFFICER(
      "Practitioner/test-privacy-officer",
      Set.of(),
      Set.of(),
      Set.of(),
      "privacy-officer",
      "HCOMPL");

  private final @Nullable String user;
  private final Set<String> roles;
  private final Set<String> organizations;
  private final Set<String> memberships;
  private final @Nullable String role;
  private final @Nullable String purpose;

  ProofCaller(
      @Nullable String user,
      Set<String> roles,
      Set<String> organizations,
      Set<String> memberships,
      @Nullable String role,
      @Nullable String purpose) {
    this.user = user;
    this.roles = roles;
    this.organizations = organizations;
    this.memberships = memberships;
    this.role = role;
    this.purpose = purpose;
  }

  /**
   * Whether something may exist by the rights of the caller, whatever patients withhold.
   *
   * @param patients ids of the patients whose record it is part of; a Bundle is part of none, but
   *     tells of them
   */
  boolean mayHave(String type, Set<String> patients) {
    return switch (this) {
      case PATIENT ->
          !type.equals("Bundle") && (patients.isEmpty() || patients.contains("test-patient"));
      case PRIVACY_OFFICER -> Set.of("Consent", "Task").contains(type);
      default -> true;
    };
  }

  /** The question whether something may be read. */
  ConsentRequest toRead(Instant now) {
    Set<String> self = new java.util.LinkedHashSet<>(roles);
    if (user != null) {
      self.add(user);
    }
    return new ConsentRequest(
        new Requester(
            set(self),
            set(organizations),
            set(memberships),
            role == null ? Set.of() : Set.of(role)),
        purpose == null ? null : Code.purpose(purpose),
        Set.of(ConsentAction.ACCESS, ConsentAction.DISCLOSE),
        this == SYSTEM ? Channel.SYSTEM : Channel.INTERACTIVE,
        now,
        null);
  }

  private static ReferenceSet set(Set<String> references) {
    return ReferenceSet.of(
        references.stream()
            .map(it -> ResourceRef.ofRelative(it).orElseThrow())
            .toArray(ResourceRef[]::new));
  }
}
