package org.andiron.server;

import java.util.List;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.OperationOutcome.OperationOutcomeIssueComponent;

/** Whether resources conform to R4, its invariants, and the profiles that they claim. */
@FunctionalInterface
public interface ResourceConformance {

  /**
   * The errors of a resource, whatever {@code andiron.validation.mode} says; none if it conforms.
   *
   * @throws ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException 503 if that is not known
   *     in time
   */
  List<OperationOutcomeIssueComponent> errors(IBaseResource resource);
}
