package org.andiron.consent.directive;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.andiron.consent.rule.Criterion;
import org.andiron.consent.rule.Provision;
import org.andiron.consent.rule.ProvisionType;
import org.andiron.consent.rule.TimeRange;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;
import org.hl7.fhir.r4.model.Period;
import org.jspecify.annotations.Nullable;

/** Reads provisions with those inside them. */
final class ProvisionReader {

  private final TimeReader times;
  private final CodingReader codings;
  private final ClassReader classes;
  private final RelationReader relations;
  private final Problems problems;

  /** Those around the one being read. */
  private final Deque<ProvisionComponent> enclosing = new ArrayDeque<>();

  ProvisionReader(TimeReader times, ReferenceReader references, Problems problems) {
    this.times = times;
    this.codings = new CodingReader(problems);
    this.classes = new ClassReader(codings, problems);
    this.relations = new RelationReader(references, problems);
    this.problems = problems;
  }

  /**
   * @param type what the root does, whether or not it says so
   * @param path where it stands
   */
  Provision root(ProvisionComponent element, ProvisionType type, String path) {
    return read(element, type, path);
  }

  private Provision read(ProvisionComponent element, ProvisionType type, String path) {
    if (element.hasModifierExtension()) {
      problems.add(
          path + ".modifierExtension",
          "may change what the provision means, and is not known: leave it out");
    }
    enclosing.push(element);
    Provision provision =
        new Provision(path, type, criteria(element, type, path), inner(element, path));
    enclosing.pop();
    return provision;
  }

  private List<Provision> inner(ProvisionComponent element, String path) {
    List<Provision> inner = new ArrayList<>();
    for (int i = 0; i < element.getProvision().size(); i++) {
      ProvisionComponent child = element.getProvision().get(i);
      String at = "%s.provision[%d]".formatted(path, i);
      ProvisionType type = type(child.getType());
      if (enclosing.stream().anyMatch(it -> it == child)) {
        problems.add(at, "is inside itself: leave it out there");
      } else if (enclosing.size() > Provision.MAX_DEPTH) {
        problems.add(
            at,
            "is more than %d levels deep: say the same with fewer, or in a second Consent"
                .formatted(Provision.MAX_DEPTH));
      } else if (type == null) {
        problems.add(at + ".type", "is missing: an inner provision must permit or deny");
      } else {
        inner.add(read(child, type, at));
      }
    }
    return inner;
  }

  static @Nullable ProvisionType type(@Nullable ConsentProvisionType type) {
    if (type == ConsentProvisionType.PERMIT) {
      return ProvisionType.PERMIT;
    }
    return type == ConsentProvisionType.DENY ? ProvisionType.DENY : null;
  }

  private List<Criterion> criteria(ProvisionComponent element, ProvisionType type, String path) {
    List<Criterion> criteria = new ArrayList<>();
    if (element.hasActor()) {
      criteria.add(relations.actors(element.getActor(), type, path + ".actor"));
    }
    if (element.hasAction()) {
      criteria.add(codings.actions(element.getAction(), path + ".action"));
    }
    if (element.hasPurpose()) {
      criteria.add(codings.purposes(element.getPurpose(), path + ".purpose"));
    }
    if (element.hasClass_()) {
      criteria.add(classes.classes(element.getClass_(), path + ".class"));
    }
    if (element.hasCode()) {
      criteria.add(codings.codes(element.getCode(), path + ".code"));
    }
    if (element.hasSecurityLabel()) {
      criteria.add(codings.labels(element.getSecurityLabel(), path + ".securityLabel"));
    }
    if (element.hasData()) {
      criteria.add(relations.data(element.getData(), path + ".data"));
    }
    addPeriods(element, path, criteria);
    return criteria;
  }

  private void addPeriods(ProvisionComponent element, String path, List<Criterion> criteria) {
    if (element.hasPeriod()) {
      TimeRange range = range(element.getPeriod(), path + ".period");
      if (range != null) {
        criteria.add(new Criterion.Period(range));
      }
    }
    if (element.hasDataPeriod()) {
      TimeRange range = range(element.getDataPeriod(), path + ".dataPeriod");
      if (range != null) {
        criteria.add(new Criterion.DataPeriod(range));
      }
    }
  }

  private @Nullable TimeRange range(Period period, String path) {
    if (!period.hasStart() && !period.hasEnd()) {
      problems.add(path, "has neither start nor end: leave it out, or say when");
      return null;
    }
    TimeRange range = times.read(period);
    if (range == null) {
      problems.add(path, "ends before it begins, or has an end that cannot be read");
    }
    return range;
  }
}
