package org.andiron.consent.decision;

import java.util.Collections;
import org.andiron.consent.rule.ImplicitPolicy;
import org.andiron.consent.rule.ProvisionType;

/** Whether the organisation's policy permits a request. */
final class ImplicitMatch {

  private ImplicitMatch() {}

  static boolean matches(
      ImplicitPolicy.Permit permit, ConsentRequest request, ResourceFacts resource) {
    return (permit.purposes().isEmpty()
            || PurposeMatch.any(permit.purposes(), request.purpose(), ProvisionType.PERMIT))
        && (permit.roles().isEmpty()
            || !Collections.disjoint(permit.roles(), request.requester().roles()))
        && (permit.upTo() == null || resource.labels().confidentiality().atMost(permit.upTo()));
  }
}
