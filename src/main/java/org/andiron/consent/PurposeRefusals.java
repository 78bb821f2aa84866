package org.andiron.consent;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.andiron.audit.event.ConsentBasis;

/**
 * Tells which patients refuse that data are used for one purpose: by naming it, such as that
 * software assesses them, or by refusing the action {@code use}. Consents that name neither say
 * nothing of it here: whether data may be seen at all is decided elsewhere.
 */
public interface PurposeRefusals {

  /**
   * Those of some patients who refuse, to whom the request is for.
   *
   * @param request of which it is known by now what is withheld from it
   * @param patients their ids
   * @param system of the code of the purpose
   * @return by their ids what decided, as the audit log says it; all, by nothing that is known, if
   *     it is not known for whom the request is and there are rules
   */
  Map<String, List<ConsentBasis>> refusing(
      RequestDetails request, Collection<String> patients, String system, String code);
}
