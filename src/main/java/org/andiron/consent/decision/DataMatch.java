package org.andiron.consent.decision;

import java.util.Set;
import org.andiron.consent.rule.ConsentReference;
import org.andiron.consent.rule.Criterion;
import org.andiron.consent.rule.DataMeaning;
import org.andiron.consent.rule.DataReference;
import org.andiron.consent.rule.ProvisionType;
import org.andiron.consent.rule.ResourceRef;

/**
 * Whether a resource is related to what {@code provision.data} names. What denies data denies what
 * has a copy of them inside, too; what permits them does not reach what is around a copy.
 */
final class DataMatch {

  /**
   * Of these, {@code related} and {@code dependents} both mean all that belongs to them: IHE's
   * Privacy Consent on FHIR writes {@code related} for the data of an encounter, which refer to it.
   */
  private static final Set<String> CONTEXTS = Set.of("Encounter", "EpisodeOfCare", "CarePlan");

  private final ResourceFacts resource;
  private final ResourceRef patient;

  DataMatch(ResourceFacts resource, ResourceRef patient) {
    this.resource = resource;
    this.patient = patient;
  }

  boolean matches(Criterion.Data criterion, ProvisionType type) {
    for (DataReference data : criterion.references()) {
      if (data.reference() instanceof ConsentReference.Unresolvable
          ? type == ProvisionType.DENY
          : matches(data.meaning(), data.reference(), type)) {
        return true;
      }
    }
    return false;
  }

  private boolean matches(DataMeaning meaning, ConsentReference named, ProvisionType type) {
    if (meaning == DataMeaning.AUTHOREDBY) {
      return resource.authors().contains(named)
          || (type == ProvisionType.DENY && resource.innerData().authors().contains(named));
    }
    if (isOrHas(named, type)) {
      return true;
    }
    if (meaning == DataMeaning.INSTANCE) {
      return false;
    }
    boolean both = inBothDirections(named, type);
    return ((both || meaning == DataMeaning.RELATED) && isReferredToBy(named, type))
        || ((both || meaning == DataMeaning.DEPENDENTS) && resource.refersTo().contains(named));
  }

  private boolean isOrHas(ConsentReference named, ProvisionType type) {
    return resource.self().contains(named)
        || (type == ProvisionType.DENY && resource.innerData().self().contains(named));
  }

  private boolean isReferredToBy(ConsentReference named, ProvisionType type) {
    return resource.referredBy().contains(named)
        || (type == ProvisionType.DENY && resource.innerData().referredBy().contains(named));
  }

  /** A permission does not reach what is of another patient too. */
  private boolean inBothDirections(ConsentReference named, ProvisionType type) {
    return mayBeContext(named, type)
        && (type == ProvisionType.DENY || resource.patients().equals(Set.of(patient)));
  }

  /** What a denial names only by an identifier may be one, if the denial does not say its type. */
  private static boolean mayBeContext(ConsentReference named, ProvisionType type) {
    if (named instanceof ConsentReference.Local local) {
      return CONTEXTS.contains(local.target().type());
    }
    return named instanceof ConsentReference.Logical logical
        && (logical.type() == null
            ? type == ProvisionType.DENY
            : CONTEXTS.contains(logical.type()));
  }
}
