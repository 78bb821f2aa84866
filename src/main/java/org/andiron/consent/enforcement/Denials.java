package org.andiron.consent.enforcement;

import java.util.List;
import java.util.Optional;
import org.andiron.audit.event.ConsentBasis;
import org.andiron.consent.decision.ConsentDecision;
import org.andiron.consent.decision.DecidingProvision;

/** What denied something, as the audit log says it. */
final class Denials {

  private Denials() {}

  /** The provisions that decided; none if it is permitted. */
  static List<ConsentBasis> of(ConsentDecision decision) {
    if (decision.permits()) {
      return List.of();
    }
    String rule = ConsentDecision.ALGORITHM + ' ' + decision.grounds().rule();
    return decision.grounds().provisions().stream().map(it -> denial(it, rule)).toList();
  }

  private static ConsentBasis denial(DecidingProvision provision, String rule) {
    boolean byConsent = provision.source().startsWith("Consent/");
    String path = provision.path().isEmpty() ? "" : ' ' + provision.path();
    return new ConsentBasis(
        provision.patient().id(),
        byConsent ? Optional.of(provision.source()) : Optional.empty(),
        byConsent ? "" : provision.source(),
        false,
        rule + path);
  }
}
