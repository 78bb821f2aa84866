package org.andiron.consent.decision;

import java.util.Collections;
import org.andiron.consent.rule.Actor;
import org.andiron.consent.rule.ConsentReference;
import org.andiron.consent.rule.ConsentScope;
import org.andiron.consent.rule.Criterion;
import org.andiron.consent.rule.ImplicitPolicy;
import org.andiron.consent.rule.ProvisionType;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.rule.TimeRange;

/** Whether what limits who asks, for what and when, is met by a request. */
public final class RequestMatch implements CriterionMatcher {

  private static final String PRIVACY_OFFICER = "privacy-officer";

  private final ConsentRequest request;

  public RequestMatch(ConsentRequest request) {
    this.request = request;
  }

  @Override
  public boolean matches(Criterion criterion, ProvisionType type) {
    return switch (criterion.kind()) {
      case PERIOD -> ((Criterion.Period) criterion).range().contains(request.time());
      case ACTOR -> actor((Criterion.Actors) criterion, type);
      case ACTION ->
          !Collections.disjoint(((Criterion.Actions) criterion).actions(), request.actions());
      case PURPOSE ->
          PurposeMatch.any(((Criterion.Purposes) criterion).purposes(), request.purpose(), type);
      case CLASS, CODE, SECURITY_LABEL, DATA_PERIOD, DATA ->
          throw new IllegalArgumentException(criterion.kind() + " is about the resource");
    };
  }

  private boolean actor(Criterion.Actors criterion, ProvisionType type) {
    Requester requester = request.requester();
    for (Actor actor : criterion.actors()) {
      ConsentReference who = actor.reference();
      if (who instanceof ConsentReference.Unresolvable
          ? type == ProvisionType.DENY
          : requester.self().contains(who)
              || requester.organizations().contains(who)
              || requester.memberships().contains(who)) {
        return true;
      }
    }
    return false;
  }

  /** Whether it is a patient's own. */
  boolean isOf(ResourceRef patient) {
    return request.requester().self().references().contains(patient);
  }

  /** Whether whoever asks sees to it that consents are kept. */
  public boolean isForGovernance() {
    return request.requester().roles().contains(PRIVACY_OFFICER);
  }

  /** Whether consents of a scope say anything of it. */
  public boolean isAbout(ConsentScope scope) {
    return switch (scope) {
      case PATIENT_PRIVACY -> true;
      case RESEARCH -> request.purpose() == null || PurposeMatch.isResearch(request.purpose());
      case OTHER -> false;
    };
  }

  /** Whether what consents of a scope permit counts. */
  public boolean mayBePermittedBy(ConsentScope scope) {
    return scope != ConsentScope.RESEARCH || request.purpose() != null;
  }

  /** Whether an implicit policy permits it, as far as the resource is not concerned. */
  public boolean matches(ImplicitPolicy.Permit permit) {
    return (permit.purposes().isEmpty()
            || PurposeMatch.any(permit.purposes(), request.purpose(), ProvisionType.PERMIT))
        && (permit.roles().isEmpty()
            || !Collections.disjoint(permit.roles(), request.requester().roles()));
  }

  /** Whether it comes at a time. */
  public boolean isDuring(TimeRange time) {
    return time.contains(request.time());
  }
}
