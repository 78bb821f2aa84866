package org.andiron.risk.cds;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.function.Supplier;
import org.andiron.security.Caller;
import org.andiron.security.CallerOfRequest;
import org.andiron.security.Readers;
import org.andiron.security.Sights;
import org.andiron.server.CdsRefusedException;
import org.andiron.visibility.Visibility;
import org.andiron.visibility.VisibilityOfRequest;

/** Lets call who may call {@code Patient/[id]/$risk-score}, and shows them what that shows them. */
final class CallRights {

  private final Supplier<Optional<Sights>> sights;
  private final Readers readers;

  /**
   * @param sights nothing in mode {@code open}, where everybody may call
   */
  CallRights(Supplier<Optional<Sights>> sights, Readers readers) {
    this.sights = sights;
    this.readers = readers;
  }

  /**
   * A request of the caller, for whom no more exists than for the operation.
   *
   * @throws CdsRefusedException if the caller may not call
   */
  RequestDetails admit(HttpServletRequest request) {
    RequestDetails details = new SystemRequestDetails();
    VisibilityOfRequest.set(details, visibility(request));
    try {
      VisibilityOfRequest.setReader(details, readers.of(request));
    } catch (BaseServerResponseException e) {
      boolean forbidden = e.getStatusCode() == 403;
      throw new CdsRefusedException(
          e.getStatusCode(),
          forbidden ? "forbidden" : "bad_request",
          String.valueOf(e.getMessage()));
    }
    return details;
  }

  private Visibility visibility(HttpServletRequest request) {
    Optional<Sights> rights = sights.get();
    if (rights.isEmpty()) {
      return Visibility.ALL;
    }
    Caller caller = CallerOfRequest.of(request).orElseThrow(CallRights::forbidden);
    return rights.get().calling(caller, "risk-score", "Patient").orElseThrow(CallRights::forbidden);
  }

  private static CdsRefusedException forbidden() {
    return new CdsRefusedException(
        403,
        "forbidden",
        "This is for whoever may call Patient/[id]/$risk-score: with a token that may read Patient,"
            + " and as a user by a role that allows the operation risk-score.");
  }
}
