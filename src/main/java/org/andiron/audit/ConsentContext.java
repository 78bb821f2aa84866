package org.andiron.audit;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.andiron.audit.event.Code;
import org.andiron.audit.event.ConsentBasis;
import org.andiron.audit.event.Party;
import org.andiron.security.Caller;

/**
 * What whoever decides by consents knows of a request. The one bean of this type is declared there.
 */
public interface ConsentContext {

  /** What a request is for, as its token and the request itself say. */
  List<Code> purposes(HttpServletRequest request, Caller caller);

  /** The organization for which the caller works, if there is one and no more. */
  Optional<Party> organization(Caller caller);

  /**
   * What decided whether a request was shown, or denied, something of patients' records.
   *
   * @param patients their ids
   * @param permitted whether it was shown
   */
  List<ConsentBasis> decisions(
      RequestDetails request, Collection<String> patients, boolean permitted);
}
