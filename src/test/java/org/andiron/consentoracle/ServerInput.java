package org.andiron.consentoracle;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.andiron.consent.decision.Channel;
import org.andiron.consent.decision.InnerData;
import org.andiron.consent.decision.ReferenceSet;
import org.andiron.consent.decision.Requester;
import org.andiron.consent.decision.ResourceFacts;
import org.andiron.consent.decision.SecurityLabels;
import org.andiron.consent.rule.BusinessIdentifier;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.rule.TimeRange;
import org.jspecify.annotations.Nullable;

/** A question in the records of the server. */
final class ServerInput {

  private static final String CLINICIAN = "clinician";

  private ServerInput() {}

  static Channel channel(Question question) {
    if (question.graphQl()) {
      return Channel.GRAPHQL;
    }
    if (question.interaction() == Interaction.EXPORT) {
      return Channel.EXPORT;
    }
    return question.caller().user() == null ? Channel.SYSTEM : Channel.INTERACTIVE;
  }

  static Requester requester(Question question) {
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
        roles(caller));
  }

  private static Set<String> roles(Caller caller) {
    Set<String> roles = new HashSet<>();
    if (caller.clinician()) {
      roles.add(CLINICIAN);
    }
    if (caller.keepsConsents()) {
      roles.add("privacy-officer");
    }
    return roles;
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

  static ResourceFacts facts(Facts facts) {
    List<ResourceRef> patients = facts.patients().stream().map(ServerInput::ref).toList();
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
        .innerData(
            new InnerData(
                links(facts.inside().copied()),
                links(facts.inside().referredFrom()),
                links(facts.inside().authors())))
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

  static ResourceRef ref(String reference) {
    String[] parts = reference.split("/", 2);
    return new ResourceRef(parts[0], parts[1]);
  }

  static org.andiron.consent.term.Code code(Code code) {
    return new org.andiron.consent.term.Code(code.system(), code.value());
  }

  private static List<org.andiron.consent.term.Code> codes(Collection<Code> codes) {
    return codes.stream().map(ServerInput::code).toList();
  }

  /** As IHE PCF defines them. */
  static org.andiron.consent.rule.ImplicitPolicy policy(ImplicitPolicy policy) {
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
