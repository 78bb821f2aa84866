package org.andiron.consentoracle;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.andiron.consent.decision.Channel;
import org.andiron.consent.decision.ConsentDecision;
import org.andiron.consent.decision.ConsentEvaluator;
import org.andiron.consent.decision.ConsentRequest;
import org.andiron.consent.decision.ReferenceSet;
import org.andiron.consent.decision.Requester;
import org.andiron.consent.decision.ResourceFacts;
import org.andiron.consent.decision.SecurityLabels;
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
import org.andiron.consent.rule.TimeRange;
import org.andiron.consent.term.CodeSubsumption;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/** The evaluator of the server, asked the questions of the oracle. */
final class Server implements Decider {

  private static final String CLINICIAN = "clinician";

  /** What was asked last: many questions are about the same consents. */
  private @Nullable Prepared prepared;

  private record Prepared(
      World world,
      List<Consent> consents,
      List<LegalDenial> legalDenials,
      ConsentEvaluator evaluator,
      List<ConsentDirective> directives,
      List<LegalPolicy> legal) {

    boolean isFor(Question question) {
      return world == question.world()
          && consents == question.consents()
          && legalDenials == question.legalDenials();
    }
  }

  @Override
  public boolean permits(Question question) {
    return question.purposes().isEmpty()
        ? decide(question, null).permits()
        : question.purposes().stream().anyMatch(purpose -> decide(question, purpose).permits());
  }

  ConsentDecision decide(Question question, @Nullable Code purpose) {
    Prepared known = prepared;
    if (known == null || !known.isFor(question)) {
      known = prepare(question);
      prepared = known;
    }
    return known.evaluator.decide(
        request(question, purpose),
        facts(question.facts()),
        known.directives,
        new ConsentPolicies(
            known.legal,
            policy(question.implicitPolicy()),
            BreakGlassPolicy.of(Set.of(ref(question.world().privilegedGroup()))),
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
        new ConsentEvaluator(clinical),
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
        denial.patient() == null ? null : ref(denial.patient()),
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
      public Optional<String> relative(String absoluteUrl) {
        return Optional.empty();
      }
    };
  }

  private static ConsentRequest request(Question question, @Nullable Code purpose) {
    BreakGlass glass = question.breakGlass();
    return new ConsentRequest(
        requester(question),
        purpose == null ? null : code(purpose),
        question.interaction().actions().stream()
            .map(action -> ConsentAction.valueOf(action.toUpperCase(Locale.ROOT)))
            .collect(Collectors.toSet()),
        channel(question),
        question.time(),
        glass == null
            ? null
            : new org.andiron.consent.decision.BreakGlass(
                ref(glass.patient()), glass.reason(), glass.declared()));
  }

  private static Channel channel(Question question) {
    if (question.graphQl()) {
      return Channel.GRAPHQL;
    }
    if (question.interaction() == Interaction.EXPORT) {
      return Channel.EXPORT;
    }
    return question.caller().user() == null ? Channel.SYSTEM : Channel.INTERACTIVE;
  }

  private static Requester requester(Question question) {
    Caller caller = question.caller();
    World world = question.world();
    Set<String> self = new HashSet<>(caller.roles());
    Stream.of(Optional.ofNullable(caller.user()), Optional.ofNullable(caller.device()))
        .flatMap(Optional::stream)
        .forEach(self::add);
    for (String role : caller.roles()) {
      Optional.ofNullable(world.parties().get(role)).map(Party::practitioner).ifPresent(self::add);
    }
    Set<String> memberships = new HashSet<>(caller.groups());
    memberships.addAll(caller.careTeams());
    return new Requester(
        parties(self, world),
        parties(withWholes(caller.organizations(), world), world),
        parties(memberships, world),
        caller.clinician() ? Set.of(CLINICIAN) : Set.of());
  }

  private static Set<String> withWholes(Set<String> parts, World world) {
    Set<String> all = new HashSet<>(parts);
    for (String part : parts) {
      Party next = world.parties().get(part);
      while (next != null && next.partOf() != null) {
        all.add(next.partOf());
        next = world.parties().get(next.partOf());
      }
    }
    return all;
  }

  private static ReferenceSet parties(Set<String> references, World world) {
    return links(
        references.stream()
            .map(world.parties()::get)
            .map(party -> new Link(party.reference(), party.identifiers()))
            .toList());
  }

  private static ResourceFacts facts(Facts facts) {
    List<ResourceRef> patients = facts.patients().stream().map(Server::ref).toList();
    return ResourceFacts.of(ref(facts.reference()))
        .self(links(List.of(facts.self())))
        .patients(patients.toArray(ResourceRef[]::new))
        .profiles(facts.profiles())
        .mediaTypes(contents(facts, true).map(Code::value).toList())
        .formats(codes(contents(facts, false).toList()))
        .codes(codes(facts.codes()))
        .labels(SecurityLabels.of(codes(facts.labels()), facts.labelled()))
        .time(range(facts.time()))
        .refersTo(links(facts.refersTo()))
        .referredBy(links(facts.referredFrom()))
        .authors(links(facts.authors()))
        .build();
  }

  private static Stream<Code> contents(Facts facts, boolean mediaTypes) {
    return facts.contents().stream()
        .filter(content -> content.system().equals(Code.MIME_TYPES) == mediaTypes);
  }

  private static @Nullable TimeRange range(@Nullable Span span) {
    return span == null ? null : new TimeRange(bound(span.from()), bound(span.until()));
  }

  private static @Nullable Instant bound(Instant bound) {
    return bound.equals(Instant.MIN) || bound.equals(Instant.MAX) ? null : bound;
  }

  private static ReferenceSet links(Collection<Link> links) {
    Set<ResourceRef> references = new HashSet<>();
    Set<BusinessIdentifier> identifiers = new HashSet<>();
    for (Link link : links) {
      if (link.reference() != null) {
        references.add(ref(link.reference()));
      }
      for (Ident identifier : link.identifiers()) {
        identifiers.add(new BusinessIdentifier(identifier.system(), identifier.value()));
      }
    }
    return new ReferenceSet(references, identifiers);
  }

  private static ResourceRef ref(String reference) {
    String[] parts = reference.split("/", 2);
    return new ResourceRef(parts[0], parts[1]);
  }

  private static org.andiron.consent.term.Code code(Code code) {
    return new org.andiron.consent.term.Code(code.system(), code.value());
  }

  private static List<org.andiron.consent.term.Code> codes(Collection<Code> codes) {
    return codes.stream().map(Server::code).toList();
  }

  /** As IHE PCF defines them. */
  private static org.andiron.consent.rule.ImplicitPolicy policy(ImplicitPolicy policy) {
    List<org.andiron.consent.rule.ImplicitPolicy.Permit> permits =
        switch (policy) {
          case DENY, BREAK_GLASS_ONLY -> List.of();
          case BASIC_NORMAL -> List.of(permit(Set.of(code(Code.reason("TREAT"))), CLINICIAN));
          case ALL_NORMAL -> List.of(permit(Set.of()));
        };
    return new org.andiron.consent.rule.ImplicitPolicy(
        policy.uri(), policy.name(), permits, policy != ImplicitPolicy.DENY);
  }

  private static org.andiron.consent.rule.ImplicitPolicy.Permit permit(
      Set<org.andiron.consent.term.Code> purposes, String... roles) {
    return new org.andiron.consent.rule.ImplicitPolicy.Permit(purposes, Set.of(roles), null);
  }
}
