package org.andiron.consent.enforcement;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.andiron.audit.ConsentContext;
import org.andiron.audit.event.Code;
import org.andiron.audit.event.ConsentBasis;
import org.andiron.audit.event.Party;
import org.andiron.consent.requester.DeclaredPurpose;
import org.andiron.consent.requester.PurposeOfUse;
import org.andiron.security.Caller;

/** Tells the audit trail what consents are about. */
final class KnownConsents implements ConsentContext {

  private final PurposeOfUse purposes;

  KnownConsents(PurposeOfUse purposes) {
    this.purposes = purposes;
  }

  @Override
  public List<Code> purposes(HttpServletRequest request, Caller caller) {
    return Optional.ofNullable(purpose(request, caller)).stream()
        .map(it -> new Code(it.system(), it.value()))
        .toList();
  }

  private org.andiron.consent.term.@org.jspecify.annotations.Nullable Code purpose(
      HttpServletRequest request, Caller caller) {
    try {
      return DeclaredPurpose.of(request, Optional.of(caller)).orElseGet(() -> purposes.of(caller));
    } catch (BaseServerResponseException refused) {
      return purposes.of(caller);
    }
  }

  @Override
  public Optional<Party> organization(Caller caller) {
    return Optional.empty();
  }

  @Override
  public List<ConsentBasis> decisions(
      RequestDetails request, Collection<String> patients, boolean permitted) {
    return List.of();
  }
}
