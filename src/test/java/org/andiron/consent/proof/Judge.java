package org.andiron.consent.proof;

import ca.uhn.fhir.context.FhirContext;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.andiron.consent.decision.ConsentDecision;
import org.andiron.consent.decision.ConsentEvaluator;
import org.andiron.consent.decision.Obligation;
import org.andiron.consent.decision.ReferenceSet;
import org.andiron.consent.decision.ResourceFacts;
import org.andiron.consent.directive.ConsentReader;
import org.andiron.consent.directive.KnownReferences;
import org.andiron.consent.facts.KnownResources;
import org.andiron.consent.facts.ResourceFactsReader;
import org.andiron.consent.label.Labeller;
import org.andiron.consent.rule.BusinessIdentifier;
import org.andiron.consent.rule.ConsentDirective;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.term.Code;
import org.andiron.consent.term.CodeSubsumption;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.RiskAssessment;

/** Says what consents withhold, by the pure decision: nothing that enforces is asked. */
final class Judge {

  private static final FhirContext CONTEXT = FhirContext.forR4Cached();

  /** All that Consents of the worlds name is in them. */
  private static final KnownReferences ALL_KNOWN =
      new KnownReferences() {
        @Override
        public boolean exists(ResourceRef resource) {
          return true;
        }

        @Override
        public boolean exists(BusinessIdentifier identifier) {
          return true;
        }

        @Override
        public Optional<String> relative(String absoluteUrl) {
          return Optional.empty();
        }
      };

  /** How much of a resource somebody may have. */
  private enum Share {
    NOTHING,
    UNLABELLED,
    ALL
  }

  private final ConsentPolicies policies;
  private final Labeller labeller;
  private final ResourceFactsReader reader;
  private final ConsentReader consents;
  private final ConsentEvaluator evaluator = new ConsentEvaluator(CodeSubsumption.EQUALITY);

  Judge(ConsentPolicies policies, Labeller labeller, ZoneId zone) {
    this.policies = policies;
    this.labeller = labeller;
    this.reader = new ResourceFactsReader(CONTEXT, zone, List::of, KnownResources.NONE);
    this.consents = new ConsentReader(ALL_KNOWN, zone);
  }

  /**
   * What is withheld.
   *
   * @param hidden references of resources
   * @param masked references of others, of which all labelled parts are withheld
   */
  record Withheld(Set<String> hidden, Set<String> masked) {}

  /**
   * What is withheld from some callers, of what they may have by their rights. A Binary is, with
   * what refers to it.
   *
   * @throws IllegalStateException if it is not the same for all of them
   */
  Withheld from(Set<ProofCaller> callers, WorldDraft world) {
    List<ConsentDirective> directives = new ArrayList<>();
    for (Resource resource : world.resources().values()) {
      if (resource instanceof Consent consent && consent.getStatus() == ConsentState.ACTIVE) {
        directives.add(consents.read(consent).inForce().orElseThrow());
      }
    }
    Map<String, Set<ResourceRef>> referring = referring(world);
    Withheld withheld = new Withheld(new HashSet<>(), new HashSet<>());
    world
        .resources()
        .forEach(
            (reference, resource) -> {
              Set<String> patients = world.patientsOf(reference);
              ResourceFacts facts =
                  reader.read(
                      labelled(resource),
                      patients,
                      named -> referringTo(named, referring),
                      labeller.looksAt(resource.fhirType()));
              Set<Share> shares =
                  callers.stream()
                      .filter(it -> it.mayHave(resource.fhirType(), patients))
                      .map(it -> it.toRead(Instant.now()))
                      .map(it -> share(evaluator.decide(it, facts, directives, policies), facts))
                      .collect(Collectors.toSet());
              if (shares.size() > 1) {
                throw new IllegalStateException(reference + " is not the same to " + callers);
              }
              if (shares.contains(Share.NOTHING)) {
                withheld.hidden.add(reference);
                attachments(resource).forEach(withheld.hidden::add);
              } else if (shares.contains(Share.UNLABELLED)) {
                withheld.masked.add(reference);
              }
            });
    hideTelling(world, withheld);
    return withheld;
  }

  /** A score is withheld with one of its inputs, a Provenance with one of its targets. */
  private static void hideTelling(WorldDraft world, Withheld withheld) {
    boolean more = true;
    while (more) {
      more = false;
      for (Map.Entry<String, Resource> one : world.resources().entrySet()) {
        if (told(one.getValue()).anyMatch(withheld.hidden()::contains)) {
          withheld.masked().remove(one.getKey());
          more |= withheld.hidden().add(one.getKey());
        }
      }
    }
  }

  private static Stream<String> told(Resource resource) {
    List<Reference> told = List.of();
    if (resource instanceof RiskAssessment score) {
      told = score.getBasis();
    } else if (resource instanceof Provenance provenance) {
      told = provenance.getTarget();
    }
    return told.stream().map(Reference::getReference).filter(it -> it != null);
  }

  private static Share share(ConsentDecision decision, ResourceFacts facts) {
    if (!decision.permits()) {
      return Share.NOTHING;
    }
    long masked =
        decision instanceof ConsentDecision.PermitWithObligations some
            ? some.obligations().stream().filter(Obligation.MaskPart.class::isInstance).count()
            : 0;
    if (masked > 0 && masked < facts.parts().size()) {
      throw new IllegalStateException("of some labelled parts nobody here knows");
    }
    return masked > 0 ? Share.UNLABELLED : Share.ALL;
  }

  private static ReferenceSet referringTo(
      ReferenceSet named, Map<String, Set<ResourceRef>> referring) {
    Set<ResourceRef> all = new HashSet<>();
    named.references().forEach(it -> all.addAll(referring.getOrDefault(it.toString(), Set.of())));
    return new ReferenceSet(all, Set.of());
  }

  private static Map<String, Set<ResourceRef>> referring(WorldDraft world) {
    Map<String, Set<ResourceRef>> referring = new HashMap<>();
    world
        .resources()
        .forEach(
            (source, resource) ->
                links(resource)
                    .forEach(
                        target ->
                            referring
                                .computeIfAbsent(target, it -> new HashSet<>())
                                .add(ref(source))));
    return referring;
  }

  private static List<String> attachments(Resource resource) {
    return resource instanceof DocumentReference document
        ? document.getContent().stream().map(it -> it.getAttachment().getUrl()).toList()
        : List.of();
  }

  /** As it is stored. */
  private Resource labelled(Resource resource) {
    Resource copy = resource.copy();
    Set<Code> byHand =
        copy.getMeta().getSecurity().stream()
            .map(it -> new Code(it.getSystem(), it.getCode()))
            .collect(Collectors.toSet());
    for (Code label : labeller.labels(copy, byHand)) {
      copy.getMeta().addSecurity().setSystem(label.system()).setCode(label.value());
    }
    copy.getMeta().setLastUpdated(new Date());
    return copy;
  }

  /** What a resource keeps in use, and is found by; what is inside a Bundle does neither. */
  static Collection<String> links(Resource resource) {
    return resource instanceof Bundle ? Set.of() : targets(resource);
  }

  /** To what a resource refers, and of what it has copies. */
  static Collection<String> targets(Resource resource) {
    Set<String> targets = new HashSet<>();
    for (Reference reference : references(resource)) {
      if (reference.hasReference()) {
        targets.add(reference.getReference());
      }
    }
    entries(resource).filter(Resource::hasId).map(Judge::reference).forEach(targets::add);
    return targets;
  }

  /** All references, also those of entries. */
  static List<Reference> references(Resource resource) {
    return Stream.concat(Stream.of(resource), entries(resource))
        .flatMap(
            it ->
                CONTEXT
                    .newTerser()
                    .getAllPopulatedChildElementsOfType(it, Reference.class)
                    .stream())
        .toList();
  }

  /** What a Bundle has inside. */
  static Stream<Resource> entries(Resource resource) {
    return resource instanceof Bundle bundle
        ? bundle.getEntry().stream().map(BundleEntryComponent::getResource)
        : Stream.empty();
  }

  static String reference(Resource resource) {
    return resource.fhirType() + '/' + resource.getIdPart();
  }

  private static ResourceRef ref(String reference) {
    return ResourceRef.ofRelative(reference).orElseThrow();
  }
}
