package org.andiron.risk.operation;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.Collection;
import java.util.List;
import org.andiron.audit.ConsentContext;
import org.andiron.audit.event.ConsentBasis;
import org.andiron.visibility.VisibilityOfRequest;

/** Under what patients are scored who do not refuse it. */
final class ScoringConsents {

  private final ConsentContext consents;

  ScoringConsents(ConsentContext consents) {
    this.consents = consents;
  }

  /**
   * Asked of all patients at once.
   *
   * @param request with which their records were read. What the server does for nobody has not
   *     asked what is withheld, and so does not know which consents there are
   */
  List<ConsentBasis> permitting(RequestDetails request, Collection<String> patients) {
    if (patients.isEmpty()) {
      return List.of();
    }
    return VisibilityOfRequest.withheld(request).isPresent()
        ? consents.permitting(request, patients)
        : consents.permitting(patients);
  }
}
