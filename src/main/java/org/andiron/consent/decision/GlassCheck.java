package org.andiron.consent.decision;

import java.time.Instant;
import java.util.Collections;
import org.andiron.consent.rule.BreakGlassPolicy;
import org.andiron.consent.rule.ResourceRef;

/** Whether the caller may break the glass, and has done so. */
public final class GlassCheck {

  private final BreakGlassPolicy policy;
  private final ConsentRequest request;

  public GlassCheck(BreakGlassPolicy policy, ConsentRequest request) {
    this.policy = policy;
    this.request = request;
  }

  /**
   * Whether the caller is somebody who may, on a way that allows it. Members of a group that is a
   * member are not: it may be written by whoever may write groups.
   */
  public boolean mayBreak() {
    return request.channel() == Channel.INTERACTIVE
        && !Collections.disjoint(request.requester().directly(), policy.groups());
  }

  /**
   * Whether the caller has, for this patient, with a reason, not too long ago. Nobody breaks the
   * glass of their own record, in which consents withhold nothing from them.
   */
  public boolean isBrokenFor(ResourceRef patient) {
    BreakGlass declared = request.breakGlass();
    if (declared == null || request.purpose() == null || !mayBreak()) {
      return false;
    }
    Instant end = declared.since().plus(policy.atMost());
    return policy.purposes().contains(request.purpose())
        && declared.patient().equals(patient)
        && !request.requester().self().references().contains(patient)
        && !declared.reason().isBlank()
        && !request.time().isBefore(declared.since())
        && request.time().isBefore(end);
  }

  /** What is to be done if something is shown for that. */
  Obligation report(ResourceRef patient) {
    BreakGlass declared = request.breakGlass();
    return new Obligation.ReportBreakGlass(
        patient, declared != null && declared.patient().equals(patient) ? declared.reason() : null);
  }
}
