package org.andiron.consentoracle;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.andiron.consent.decision.ConsentDecision;
import org.andiron.consent.decision.ConsentEvaluator;
import org.andiron.consent.decision.ConsentRequest;
import org.andiron.consent.decision.ResourceFacts;
import org.andiron.consent.directive.ConsentReader;
import org.andiron.consent.directive.ConsentReading;
import org.andiron.consent.directive.KnownReferences;
import org.andiron.consent.rule.BreakGlassPolicy;
import org.andiron.consent.rule.BusinessIdentifier;
import org.andiron.consent.rule.ConsentAction;
import org.andiron.consent.rule.ConsentDirective;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.consent.rule.LegalPolicy;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.term.CodeSubsumption;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/** The evaluator of the server, asked the questions of the oracle. */
final class Server implements Decider {

  /** What was asked last: many questions are about the same consents. */
  private @Nullable Prepared prepared;

  private record Prepared(
      World world,
      List<Consent> consents,
      List<LegalDenial> legalDenials,
      CodeSubsumption clinicalCodes,
      List<ConsentDirective> directives,
      List<LegalPolicy> legal) {

    boolean isFor(Question question) {
      return world == question.world()
          && consents == question.consents()
          && legalDenials == question.legalDenials();
    }
  }

  /** As the consultation: each purpose must be permitted. Other requests have but one. */
  @Override
  public boolean permits(Question question) {
    return question.purposes().isEmpty()
        ? decide(question, null).permits()
        : question.purposes().stream().allMatch(purpose -> decide(question, purpose).permits());
  }

  ConsentDecision decide(Question question, @Nullable Code purpose) {
    return asked(question, purpose).decide();
  }

  /** A question as the evaluator is asked. */
  record Asked(
      CodeSubsumption clinicalCodes,
      ConsentRequest request,
      ResourceFacts facts,
      List<ConsentDirective> directives,
      ConsentPolicies policies) {

    ConsentDecision decide() {
      return decide(request);
    }

    /** The same of another request. */
    ConsentDecision decide(ConsentRequest other) {
      return new ConsentEvaluator(clinicalCodes).decide(other, facts, directives, policies);
    }
  }

  Asked asked(Question question, @Nullable Code purpose) {
    Prepared known = prepared;
    if (known == null || !known.isFor(question)) {
      known = prepare(question);
      prepared = known;
    }
    return new Asked(
        known.clinicalCodes,
        request(question, purpose),
        ServerInput.facts(question.facts()),
        known.directives,
        new ConsentPolicies(
            known.legal,
            ServerInput.policy(question.implicitPolicy()),
            BreakGlassPolicy.of(Set.of(ServerInput.ref(question.world().privilegedGroup()))),
            question.world().requireVerified()));
  }

  private static Prepared prepare(Question question) {
    World world = question.world();
    CodeSubsumption clinical =
        (general, special) ->
            world.isKindOf(
                new Code(special.system(), special.value()),
                new Code(general.system(), general.value()));
    ConsentReader reader = new ConsentReader(known(world), world.zone());
    return new Prepared(
        world,
        question.consents(),
        question.legalDenials(),
        clinical,
        question.consents().stream().map(consent -> read(consent, reader)).toList(),
        question.legalDenials().stream().map(denial -> legal(denial, reader)).toList());
  }

  private static ConsentDirective read(Consent consent, ConsentReader reader) {
    ConsentReading reading = reader.read(consent);
    if (reading instanceof ConsentReading.Readable readable) {
      return readable.directive();
    }
    throw new IllegalArgumentException(reading.toString());
  }

  /** The rule is read as the root of a consent. */
  private static LegalPolicy legal(LegalDenial denial, ConsentReader reader) {
    Consent consent = new Consent();
    consent.setId("Consent/legal");
    consent.setStatus(ConsentState.ACTIVE);
    consent.setScope(new CodeableConcept(new Coding(Code.SCOPES, "patient-privacy", null)));
    consent.setPatient(new Reference(RandomWorld.PATIENT));
    consent.setProvision(denial.rule());
    return new LegalPolicy(
        "legal",
        "Forbidden by law",
        denial.patient() == null ? null : ServerInput.ref(denial.patient()),
        denial.yieldsInEmergency(),
        read(consent, reader).root());
  }

  private static KnownReferences known(World world) {
    return new KnownReferences() {
      @Override
      public boolean exists(ResourceRef resource) {
        return world.exists(resource.toString());
      }

      @Override
      public boolean exists(BusinessIdentifier identifier) {
        return world.exists(new Ident(identifier.system(), identifier.value()));
      }

      @Override
      public Optional<String> relative(String absoluteUrl) {
        return Optional.empty();
      }
    };
  }

  private static ConsentRequest request(Question question, @Nullable Code purpose) {
    BreakGlass glass = question.breakGlass();
    return new ConsentRequest(
        ServerInput.requester(question),
        purpose == null ? null : ServerInput.code(purpose),
        question.interaction().actions().stream()
            .map(action -> ConsentAction.valueOf(action.toUpperCase(Locale.ROOT)))
            .collect(Collectors.toSet()),
        ServerInput.channel(question),
        question.time(),
        glass == null
            ? null
            : new org.andiron.consent.decision.BreakGlass(
                ServerInput.ref(glass.patient()), glass.reason(), glass.declared()));
  }
}
