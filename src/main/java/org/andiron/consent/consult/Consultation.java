package org.andiron.consent.consult;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.andiron.consent.decision.Channel;
import org.andiron.consent.decision.ConsentDecision;
import org.andiron.consent.decision.ConsentEvaluator;
import org.andiron.consent.decision.ConsentRequest;
import org.andiron.consent.decision.ReferenceSet;
import org.andiron.consent.decision.Requester;
import org.andiron.consent.decision.ResourceFacts;
import org.andiron.consent.enforcement.PatientRecords;
import org.andiron.consent.identifier.IdentifiedResources;
import org.andiron.consent.label.Labeller;
import org.andiron.consent.requester.Requesters;
import org.andiron.consent.rule.Actor;
import org.andiron.consent.rule.BusinessIdentifier;
import org.andiron.consent.rule.ConsentAction;
import org.andiron.consent.rule.ConsentDirective;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.term.Code;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Resource;

/** Decides what other systems ask, by the consents that are kept here. */
final class Consultation {

  private static final Set<ConsentAction> READING =
      Set.of(ConsentAction.ACCESS, ConsentAction.DISCLOSE);

  private static final ResourceRef UNKNOWN = new ResourceRef("Patient", "");

  private final IdentifiedResources identified;
  private final PatientRecords records;
  private final Requesters requesters;
  private final ConsentEvaluator evaluator;
  private final ConsentPolicies policies;
  private final Labeller labeller;
  private final Clock clock;

  Consultation(
      IdentifiedResources identified,
      PatientRecords records,
      Requesters requesters,
      ConsentEvaluator evaluator,
      ConsentPolicies policies,
      Labeller labeller,
      Clock clock) {
    this.identified = identified;
    this.records = records;
    this.requesters = requesters;
    this.evaluator = evaluator;
    this.policies = policies;
    this.labeller = labeller;
    this.clock = clock;
  }

  /**
   * An answer.
   *
   * @param denied places of the entries of the content that may not be given away
   * @param patients about whom it is, of those of whom whoever asks may know
   */
  record Answer(ConsultDecision decision, Set<Integer> denied, Set<ResourceRef> patients) {

    Answer {
      denied = Set.copyOf(denied);
      patients = Set.copyOf(patients);
    }
  }

  /**
   * Answers a question.
   *
   * @param known whether whoever asks may know of a Patient
   */
  Answer answer(ConsultQuestion question, Predicate<ResourceRef> known) {
    Set<ResourceRef> patients =
        new LinkedHashSet<>(identified.having(question.patients(), List.of("Patient")));
    patients.removeIf(known.negate());
    List<ConsentDirective> consents = consents(patients);
    if (!question.scopes().isEmpty()) {
      consents.removeIf(it -> !question.scopes().contains(it.scope()));
    }
    List<ConsentRequest> requests = requests(question);
    ConsultDecision probed =
        patients.isEmpty() || consents.isEmpty() && policies.legal().isEmpty()
            ? ConsultDecision.NONE
            : new ProbedConsents(evaluator, patients, consents, policies, requests)
                .decide(question.classes());
    return question
        .content()
        .map(it -> new DecidedContent(decisions(it, patients, consents, requests)))
        .map(it -> new Answer(it.decision(probed), it.denied(), patients))
        .orElseGet(() -> new Answer(probed, Set.of(), patients));
  }

  private List<ConsentDirective> consents(Set<ResourceRef> patients) {
    return records.atOnce(
        () -> {
          List<ConsentDirective> consents = new ArrayList<>();
          for (ResourceRef patient : patients) {
            records
                .patient(patient.id())
                .ifPresent(number -> consents.addAll(records.consentsOf(number)));
          }
          return consents;
        });
  }

  private List<ConsentRequest> requests(ConsultQuestion question) {
    Instant now = clock.instant();
    Requester stored =
        requesters.at(identified.having(question.actors(), Actor.TYPES), Set.of(), now);
    Set<BusinessIdentifier> identifiers = new HashSet<>(stored.self().identifiers());
    identifiers.addAll(question.actors());
    Requester requester =
        new Requester(
            new ReferenceSet(stored.self().references(), identifiers),
            stored.organizations(),
            stored.memberships(),
            stored.directly(),
            Set.of());
    List<ConsentRequest> requests = new ArrayList<>();
    for (Code purpose : question.purposes()) {
      requests.add(new ConsentRequest(requester, purpose, READING, Channel.INTERACTIVE, now, null));
    }
    if (requests.isEmpty()) {
      requests.add(new ConsentRequest(requester, null, READING, Channel.INTERACTIVE, now, null));
    }
    return requests;
  }

  /**
   * Each resource is decided by itself, also where no consent says anything of data that nobody has
   * named. Those of a patient who is not known here are decided as of one without consents.
   */
  private List<List<ConsentDecision>> decisions(
      Bundle content,
      Set<ResourceRef> patients,
      List<ConsentDirective> consents,
      List<ConsentRequest> requests) {
    Set<ResourceRef> whose = patients.isEmpty() ? Set.of(UNKNOWN) : patients;
    return facts(content, whose, consents).stream()
        .map(
            asked ->
                requests.stream()
                    .map(it -> evaluator.decide(it, asked, consents, policies))
                    .toList())
        .toList();
  }

  private List<ResourceFacts> facts(
      Bundle content, Set<ResourceRef> patients, List<ConsentDirective> consents) {
    List<String> ids = patients.stream().map(ResourceRef::id).toList();
    return records.atOnce(
        () -> {
          PatientRecords.UnstoredFacts facts = records.unstored(consents);
          return content.getEntry().stream()
              .map(BundleEntryComponent::getResource)
              .map(it -> facts.of(labelled(it), ids, labeller.looksAt(it.fhirType())))
              .toList();
        });
  }

  private Resource labelled(Resource resource) {
    Resource labelled = resource.copy();
    List<Code> byHand =
        labelled.getMeta().getSecurity().stream()
            .map(
                it ->
                    new Code(
                        it.hasSystem() ? it.getSystem() : "", it.hasCode() ? it.getCode() : ""))
            .toList();
    for (Code label : labeller.labels(labelled, byHand)) {
      labelled.getMeta().addSecurity(new Coding(label.system(), label.value(), null));
    }
    return labelled;
  }
}
