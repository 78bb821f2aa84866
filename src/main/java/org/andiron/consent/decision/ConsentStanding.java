package org.andiron.consent.decision;

import java.util.Collection;
import org.andiron.consent.rule.ConsentDirective;
import org.andiron.consent.rule.Criterion;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.rule.TimeRange;
import org.jspecify.annotations.Nullable;

/** Whether consents have an effect on a request at all. */
final class ConsentStanding {

  private final ConsentRequest request;
  private final RequestMatch match;
  private final boolean requireVerified;

  ConsentStanding(ConsentRequest request, RequestMatch match, boolean requireVerified) {
    this.request = request;
    this.match = match;
    this.requireVerified = requireVerified;
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
    return isVerified(other, requireVerified) && disregard(other) == null;
  }

  private @Nullable Disregard disregard(ConsentDirective consent) {
    if (!consent.active()) {
      return new Disregard.NotActive();
    }
    if (!match.isAbout(consent.scope())) {
      return new Disregard.OtherScope(consent.scope());
    }
    for (Criterion criterion : consent.root().criteria()) {
      if (criterion instanceof Criterion.Period period) {
        return outside(period.range());
      }
    }
    return null;
  }

  private @Nullable Disregard outside(TimeRange period) {
    if (!period.begunAt(request.time())) {
      return new Disregard.PeriodNotBegun(period);
    }
    return period.overAt(request.time()) ? new Disregard.PeriodOver(period) : null;
  }

  /** Why what it permits does not count, null if it does. */
  @Nullable Disregard disregardOfPermission(ConsentDirective consent) {
    if (!isVerified(consent, requireVerified)) {
      return new Disregard.NotVerified();
    }
    return match.mayBePermittedBy(consent.scope()) ? null : new Disregard.PurposeUnknown();
  }

  private static boolean isVerified(ConsentDirective consent, boolean requireVerified) {
    return consent.verified() || !requireVerified;
  }
}
