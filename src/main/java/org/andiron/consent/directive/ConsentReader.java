package org.andiron.consent.directive;

import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.andiron.consent.rule.Actor;
import org.andiron.consent.rule.ConsentDirective;
import org.andiron.consent.rule.ConsentReference;
import org.andiron.consent.rule.ConsentScope;
import org.andiron.consent.rule.Criterion;
import org.andiron.consent.rule.Provision;
import org.andiron.consent.rule.ProvisionType;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.rule.TimeRange;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentPolicyComponent;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.Consent.ConsentVerificationComponent;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * Reads a <a href="https://hl7.org/fhir/R4/consent.html">Consent</a> of R4 into rules, or says why
 * it cannot be computed.
 */
public final class ConsentReader {

  private static final String ROOT = "Consent.provision";

  private final KnownReferences known;
  private final ZoneId zone;

  /**
   * @param zone in which dates without a time of day are meant
   */
  public ConsentReader(KnownReferences known, ZoneId zone) {
    this.known = known;
    this.zone = zone;
  }

  /**
   * Whether a Consent is about access to data; if it does not say what it is about, it may be.
   * Consents to a treatment and advance directives are not.
   */
  public static boolean isAboutAccess(Consent consent) {
    return new ScopeReader(new Problems()).scope(consent) != ConsentScope.OTHER;
  }

  /** Reads it, whatever its status. */
  public ConsentReading read(Consent consent) {
    Problems problems = new Problems();
    ReferenceReader references = new ReferenceReader(consent, known);
    refuseModifiers(consent, problems);
    ConsentScope scope = new ScopeReader(problems).scope(consent);
    ResourceRef patient = patient(consent, references, problems);
    Provision root = root(consent, scope, references, problems);
    if (patient == null) {
      return new ConsentReading.Refused(problems.all(), Optional.empty());
    }
    if (problems.any()) {
      return new ConsentReading.Refused(
          problems.all(),
          scope == ConsentScope.OTHER
              ? Optional.empty()
              : Optional.of(
                  directive(consent, scope, patient, references, denial(consent, patient))));
    }
    return new ConsentReading.Readable(
        directive(consent, scope, patient, references, root), problems.unknown());
  }

  /** Denies everything to everybody but the patient, in the period of the Consent. */
  private Provision denial(Consent consent, ResourceRef patient) {
    Period period = consent.getProvision().getPeriod();
    TimeRange range = period.isEmpty() ? null : new TimeReader(zone).read(period);
    Provision exception =
        new Provision(
            "Consent.patient",
            ProvisionType.PERMIT,
            List.of(
                new Criterion.Actors(
                    List.of(new Actor(null, new ConsentReference.Local(patient))))),
            List.of());
    return new Provision(
        ROOT,
        ProvisionType.DENY,
        range == null ? List.of() : List.of(new Criterion.Period(range)),
        List.of(exception));
  }

  private ConsentDirective directive(
      Consent consent,
      ConsentScope scope,
      ResourceRef patient,
      ReferenceReader references,
      Provision root) {
    String id = consent.getIdElement().getIdPart();
    return new ConsentDirective(
        new ResourceRef("Consent", id == null ? "" : id),
        version(consent),
        consent.getStatus() == ConsentState.ACTIVE,
        scope,
        patient,
        organizations(consent, references),
        policyUris(consent),
        consent.hasDateTime() ? new TimeReader(zone).range(consent.getDateTimeElement()) : null,
        consent.getVerification().stream().anyMatch(ConsentVerificationComponent::getVerified),
        root);
  }

  /** None if not all are known, because then nobody can say whether those of two consents agree. */
  private static Set<ConsentReference> organizations(Consent consent, ReferenceReader references) {
    Set<ConsentReference> organizations = new LinkedHashSet<>();
    for (Reference organization : consent.getOrganization()) {
      organizations.addAll(references.all(organization));
    }
    return organizations.stream().anyMatch(ConsentReference.Unresolvable.class::isInstance)
        ? Set.of()
        : organizations;
  }

  private static @Nullable String version(Consent consent) {
    String ofId = consent.getIdElement().getVersionIdPart();
    return ofId != null ? ofId : consent.getMeta().getVersionId();
  }

  private static Set<String> policyUris(Consent consent) {
    return consent.getPolicy().stream()
        .map(ConsentPolicyComponent::getUri)
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  private static void refuseModifiers(Consent consent, Problems problems) {
    if (consent.hasModifierExtension()) {
      problems.add(
          "Consent.modifierExtension",
          "may change what the consent means, and is not known: leave it out");
    }
    if (consent.hasImplicitRules()) {
      problems.add(
          "Consent.implicitRules",
          "may change what the consent means, and is not known: leave it out");
    }
  }

  private @Nullable ResourceRef patient(
      Consent consent, ReferenceReader references, Problems problems) {
    Optional<ResourceRef> patient = references.local(consent.getPatient());
    if (patient.isEmpty() || !patient.get().type().equals("Patient")) {
      problems.add(
          "Consent.patient",
          "must be a literal reference to a Patient of this server, such as Patient/123");
      return null;
    }
    if (!references.exists(patient.get())) {
      problems.addUnknown(
          "Consent.patient",
          "names a Patient that is not known here: store it first, or mend the reference");
    }
    return patient.get();
  }

  private Provision root(
      Consent consent, ConsentScope scope, ReferenceReader references, Problems problems) {
    if (scope == ConsentScope.OTHER) {
      // Says nothing of access, and may say what it does in terms that are not known here.
      return new Provision(ROOT, ProvisionType.DENY, List.of(), List.of());
    }
    ProvisionType type = new BaseDecision(problems).of(consent);
    return new ProvisionReader(new TimeReader(zone), references, problems)
        .root(consent.getProvision(), type, ROOT);
  }
}
