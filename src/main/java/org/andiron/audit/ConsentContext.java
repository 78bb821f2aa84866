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

  /** What a request is for, as its token, the request itself or the caller's roles say. */
  List<Code> purposes(HttpServletRequest request, Caller caller);

  /** The organization for which the caller works, if there is one and no more. */
  Optional<Party> organization(Caller caller);

  /**
   * Under what a request is shown, or writes, something of patients' records: consents in force, or
   * the organization's policy for those who have none.
   *
   * @param patients their ids
   */
  List<ConsentBasis> permitting(RequestDetails request, Collection<String> patients);

  /**
   * Under what something of patients' records leaves the server where there is no request: in a
   * transaction of its own, as everything exists for the server.
   *
   * @param patients their ids
   */
  List<ConsentBasis> permitting(Collection<String> patients);

  /**
   * What denies a request a resource; nothing if it is denied for other reasons.
   *
   * @param resource as in {@code Observation/1}
   */
  List<ConsentBasis> denying(RequestDetails request, String resource);

  /**
   * What denies a request to change a resource, be it that it does not find it; nothing if it is
   * denied for other reasons.
   *
   * @param resource as in {@code Observation/1}
   */
  List<ConsentBasis> denyingChange(RequestDetails request, String resource);
}
