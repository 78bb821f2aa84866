package org.andiron.consent.decision;

import java.util.Collection;
import org.andiron.consent.rule.ConsentDirective;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.rule.TimeRange;
import org.jspecify.annotations.Nullable;

/** Whether consents have an effect on a request at all. */
final class ConsentStanding {

  private final ConsentRequest request;
  private final RequestMatch match;
  private final ConsentPolicies policies;

  ConsentStanding(ConsentRequest request, RequestMatch match, ConsentPolicies policies) {
    this.request = request;
    this.match = match;
    this.policies = policies;
  }

  /** Why it has none, null if it has. */
  @Nullable Disregard disregard(
      ConsentDirective consent, ResourceRef patient, Collection<ConsentDirective> all) {
    if (!consent.patient().equals(patient)) {
      return new Disregard.OtherPatient();
    }
    Disregard byItself = disregard(consent);
    if (byItself != null) {
      return byItself;
    }
    for (ConsentDirective other : all) {
      if (other.supersedes(consent) && mayReplace(other)) {
        return new Disregard.Superseded(other.source());
      }
    }
    return null;
  }

  private boolean mayReplace(ConsentDirective other) {
    return policies.trust(other) && disregard(other) == null;
  }

  private @Nullable Disregard disregard(ConsentDirective consent) {
    if (!consent.active()) {
      return new Disregard.NotActive();
    }
    if (!match.isAbout(consent.scope())) {
      return new Disregard.OtherScope(consent.scope());
    }
    TimeRange period = consent.period();
    return period == null ? null : outside(period);
  }

  private @Nullable Disregard outside(TimeRange period) {
    if (!period.begunAt(request.time())) {
      return new Disregard.PeriodNotBegun(period);
    }
    return period.overAt(request.time()) ? new Disregard.PeriodOver(period) : null;
  }

  /** Why what it permits does not count, null if it does. */
  @Nullable Disregard disregardOfPermission(ConsentDirective consent) {
    if (!policies.trust(consent)) {
      return new Disregard.NotVerified();
    }
    return match.mayBePermittedBy(consent.scope()) ? null : new Disregard.PurposeUnknown();
  }
}
