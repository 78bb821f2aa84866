package org.andiron.consent.consult;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.andiron.consent.consult.ConsultDecision.Outcome;
import org.andiron.consent.decision.ConsentDecision;
import org.andiron.consent.decision.ConsentEvaluator;
import org.andiron.consent.decision.ConsentRequest;
import org.andiron.consent.decision.ReferenceSet;
import org.andiron.consent.decision.ResourceFacts;
import org.andiron.consent.decision.ResourceFactsBuilder;
import org.andiron.consent.decision.SecurityLabels;
import org.andiron.consent.rule.ConsentDirective;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.consent.rule.ContentClass;
import org.andiron.consent.rule.Criterion;
import org.andiron.consent.rule.Provision;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.term.Code;
import org.andiron.consent.term.CodeSystems;
import org.andiron.consent.term.Confidentiality;

/**
 * Decides on data that nobody has named: on data without anything special, and then on what the
 * consents speak of, one after the other. What is decided otherwise becomes an obligation. Where
 * codes cannot tell apart what is permitted, they leave out too much and never too little.
 */
final class ProbedConsents {

  private final ConsentEvaluator evaluator;
  private final Set<ResourceRef> patients;
  private final Collection<ConsentDirective> consents;
  private final ConsentPolicies policies;
  private final List<ConsentRequest> requests;

  /** Codes of one provision. */
  private record Mark(Set<Code> labels, Set<Code> classes, Set<Code> codes) {

    Set<Code> all() {
      Set<Code> all = new LinkedHashSet<>(labels);
      all.addAll(classes);
      all.addAll(codes);
      return all;
    }

    static Mark label(Confidentiality level) {
      return new Mark(
          Set.of(new Code(CodeSystems.CONFIDENTIALITY, level.name())), Set.of(), Set.of());
    }

    Mark and(Mark other) {
      return new Mark(
          union(labels, other.labels), union(classes, other.classes), union(codes, other.codes));
    }

    private static Set<Code> union(Set<Code> one, Set<Code> other) {
      Set<Code> both = new LinkedHashSet<>(one);
      both.addAll(other);
      return both;
    }

    /** Each of its codes by itself. */
    List<Mark> alone() {
      List<Mark> alone = new ArrayList<>();
      labels.forEach(it -> alone.add(new Mark(Set.of(it), Set.of(), Set.of())));
      classes.forEach(it -> alone.add(new Mark(Set.of(), Set.of(it), Set.of())));
      codes.forEach(it -> alone.add(new Mark(Set.of(), Set.of(), Set.of(it))));
      return alone;
    }
  }

  private static final Mark NOTHING = new Mark(Set.of(), Set.of(), Set.of());

  /**
   * @param requests one for each purpose; all of them must be permitted
   */
  ProbedConsents(
      ConsentEvaluator evaluator,
      Set<ResourceRef> patients,
      Collection<ConsentDirective> consents,
      ConsentPolicies policies,
      List<ConsentRequest> requests) {
    this.evaluator = evaluator;
    this.patients = patients;
    this.consents = consents;
    this.policies = policies;
    this.requests = requests;
  }

  /**
   * The decision.
   *
   * @param classes resource types that are asked about; empty for any
   */
  ConsultDecision decide(Set<String> classes) {
    List<Mark> bases = new ArrayList<>();
    classes.forEach(it -> bases.add(new Mark(Set.of(), Set.of(ofType(it)), Set.of())));
    if (bases.isEmpty()) {
      bases.add(NOTHING);
    }
    List<Mark> permitted = bases.stream().filter(this::permits).toList();
    List<Mark> marks = marks(classes);
    if (!permitted.isEmpty()) {
      return permitted(bases, permitted, marks);
    }
    Set<Code> exceptions = new LinkedHashSet<>();
    Set<Code> redacted = new LinkedHashSet<>();
    for (Mark base : bases) {
      for (Mark mark : marks) {
        for (Mark alone : mark.alone()) {
          if (permits(base.and(alone))) {
            exceptions.addAll(alone.all());
            marks.stream()
                .filter(other -> !permits(base.and(alone).and(other)))
                .forEach(other -> redacted.addAll(other.all()));
          }
        }
      }
    }
    redacted.removeAll(exceptions);
    ConsentDecision base = decision(bases.get(0));
    return exceptions.isEmpty()
        ? answer(base, Set.of(), Set.of())
        : answer(Outcome.CONSENT_PERMIT, base, redacted, exceptions);
  }

  private ConsultDecision permitted(List<Mark> bases, List<Mark> permitted, List<Mark> marks) {
    Set<Code> redacted = new LinkedHashSet<>();
    for (Mark base : bases) {
      if (!permitted.contains(base)) {
        redacted.addAll(base.all());
      }
    }
    for (Mark base : permitted) {
      for (Mark mark : marks) {
        if (!permits(base.and(mark))) {
          redacted.addAll(mark.all());
        }
      }
      if (redacted.stream().noneMatch(it -> it.system().equals(CodeSystems.CONFIDENTIALITY))) {
        leastDenied(base).ifPresent(redacted::add);
      }
    }
    return answer(decision(permitted.get(0)), redacted, Set.of());
  }

  /** A level that no provision names may be denied because another is all that is permitted. */
  private Optional<Code> leastDenied(Mark base) {
    for (Confidentiality level : List.of(Confidentiality.R, Confidentiality.V)) {
      if (!permits(base.and(Mark.label(level)))) {
        return Optional.of(new Code(CodeSystems.CONFIDENTIALITY, level.name()));
      }
    }
    return Optional.empty();
  }

  private ConsultDecision answer(
      ConsentDecision decision, Set<Code> redacted, Set<Code> exceptions) {
    boolean obliged = !redacted.isEmpty() || !exceptions.isEmpty();
    Outcome outcome =
        !ConsultDecision.isDecidedByConsent(decision) && !obliged
            ? Outcome.NO_CONSENT
            : decision.permits() ? Outcome.CONSENT_PERMIT : Outcome.CONSENT_DENY;
    return answer(outcome, decision, redacted, exceptions);
  }

  private ConsultDecision answer(
      Outcome outcome, ConsentDecision decision, Set<Code> redacted, Set<Code> exceptions) {
    return new ConsultDecision(outcome, ConsultDecision.basedOn(decision), redacted, exceptions);
  }

  /** What the consents and legal policies speak of. */
  private List<Mark> marks(Set<String> classes) {
    Set<Mark> marks = new LinkedHashSet<>();
    consents.forEach(it -> addMarks(it.root(), classes, marks));
    policies.legal().forEach(it -> addMarks(it.rule(), classes, marks));
    marks.remove(NOTHING);
    return List.copyOf(marks);
  }

  private static void addMarks(Provision provision, Set<String> classes, Set<Mark> marks) {
    Set<Code> labels = new LinkedHashSet<>();
    Set<Code> contents = new LinkedHashSet<>();
    Set<Code> codes = new LinkedHashSet<>();
    for (Criterion criterion : provision.criteria()) {
      if (criterion instanceof Criterion.Labels labelled) {
        labelled
            .levels()
            .forEach(it -> labels.add(new Code(CodeSystems.CONFIDENTIALITY, it.name())));
        labels.addAll(labelled.labels());
      } else if (criterion instanceof Criterion.Codes coded) {
        codes.addAll(coded.codes());
      } else if (criterion instanceof Criterion.Classes content) {
        content.classes().forEach(it -> contents.add(code(it)));
      }
    }
    if (classes.isEmpty()) {
      addMarks(labels, contents, codes, marks);
    } else {
      // The types are settled: of what else a provision names, the rest counts.
      addMarks(labels, Set.of(), codes, marks);
    }
    provision.provisions().forEach(it -> addMarks(it, classes, marks));
  }

  /** One for each way in which a resource can have one of each. */
  private static void addMarks(
      Set<Code> labels, Set<Code> classes, Set<Code> codes, Set<Mark> marks) {
    for (Set<Code> label : each(labels)) {
      for (Set<Code> content : each(classes)) {
        for (Set<Code> code : each(codes)) {
          marks.add(new Mark(label, content, code));
        }
      }
    }
  }

  private static List<Set<Code>> each(Set<Code> codes) {
    return codes.isEmpty() ? List.of(Set.of()) : codes.stream().map(Set::of).toList();
  }

  private static Code code(ContentClass content) {
    if (content instanceof ContentClass.OfType type) {
      return ofType(type.type());
    }
    if (content instanceof ContentClass.WithProfile profile) {
      return new Code(CodeSystems.URIS, profile.url());
    }
    if (content instanceof ContentClass.OfMediaType media) {
      return new Code(CodeSystems.MEDIA_TYPES, media.mediaType());
    }
    return ((ContentClass.InFormat) content).format();
  }

  private static Code ofType(String type) {
    return new Code(CodeSystems.RESOURCE_TYPES, type);
  }

  private boolean permits(Mark mark) {
    return decision(mark).permits();
  }

  private ConsentDecision decision(Mark mark) {
    ResourceFacts probe = probe(mark);
    ConsentDecision last = null;
    for (ConsentRequest request : requests) {
      last = evaluator.decide(request, probe, consents, policies);
      if (!last.permits()) {
        return last;
      }
    }
    if (last == null) {
      throw new IllegalStateException("no request to decide on");
    }
    return last;
  }

  /** A resource that has these codes and nothing else that a consent could ask for. */
  private ResourceFacts probe(Mark mark) {
    String type = "";
    Set<String> profiles = new LinkedHashSet<>();
    Set<String> media = new LinkedHashSet<>();
    Set<Code> formats = new LinkedHashSet<>();
    for (Code content : mark.classes()) {
      switch (content.system()) {
        case CodeSystems.RESOURCE_TYPES -> type = content.value();
        case CodeSystems.URIS -> profiles.add(content.value());
        case CodeSystems.MEDIA_TYPES -> media.add(content.value());
        default -> formats.add(content);
      }
    }
    ResourceFactsBuilder facts =
        ResourceFacts.of(new ResourceRef(type, ""))
            .self(ReferenceSet.EMPTY)
            .patients(patients.toArray(ResourceRef[]::new))
            .profiles(profiles)
            .mediaTypes(media)
            .formats(formats)
            .codes(mark.codes())
            .labels(SecurityLabels.of(mark.labels(), true));
    return facts.build();
  }
}
