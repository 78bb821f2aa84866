package org.andiron.risk.record;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.andiron.audit.event.ConsentBasis;
import org.andiron.consent.PurposeRefusals;

/** Tells which patients refuse that software assesses them, and so also that it learns of them. */
public final class ScoringRefusals {

  /** The purpose that a Consent names to refuse scores, or to permit them to somebody alone. */
  private static final String PURPOSES = "https://andiron.org/fhir/CodeSystem/consent-purpose";

  private static final String AUTOMATED_SCORING = "automated-scoring";

  private final PurposeRefusals refusals;

  ScoringRefusals(PurposeRefusals refusals) {
    this.refusals = refusals;
  }

  /**
   * Those of some patients who refuse, to whom the request is for.
   *
   * @param request with which their records were read
   * @param patients their ids
   * @return by their ids what decided, as the audit log says it
   */
  public Map<String, List<ConsentBasis>> refusing(
      RequestDetails request, Collection<String> patients) {
    return refusals.refusing(request, patients, PURPOSES, AUTOMATED_SCORING);
  }
}
