package org.andiron.audit.rest;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import java.util.Optional;
import org.andiron.audit.query.AuditCondition;
import org.andiron.audit.query.AuditReach;
import org.andiron.security.Caller;
import org.andiron.security.CallerOfRequest;
import org.andiron.visibility.VisibilityOfRequest;

/**
 * Who may see which records: whoever has a right to AuditEvents those for which it is, of patients
 * what is about one of them alone. For what no user stands behind, a scope for all types is not
 * enough: the log tells of everybody's records, also of those that patients withhold.
 */
final class EventReaders {

  private final EventSearches searches;

  EventReaders(EventSearches searches) {
    this.searches = searches;
  }

  /**
   * What a request may see.
   *
   * @throws ForbiddenOperationException if nothing, whatever it asks for
   */
  AuditReach reach(RequestDetails request) {
    Optional<Caller> caller = CallerOfRequest.of(request);
    if (caller.filter(it -> it.actsForItself() && !it.hasScopeOf(EventForm.TYPE)).isPresent()) {
      throw new ForbiddenOperationException(
          "The audit log is not part of the scopes for all types; the scope system/AuditEvent.rs"
              + " would allow this");
    }
    return AuditReach.of(VisibilityOfRequest.of(request), this::ofScope);
  }

  private Optional<AuditCondition> ofScope(String query) {
    return searches.ofScope(query);
  }
}
