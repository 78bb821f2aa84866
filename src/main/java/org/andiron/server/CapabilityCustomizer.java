package org.andiron.server;

import org.hl7.fhir.r4.model.CapabilityStatement;

/**
 * Completes the CapabilityStatement with what only a feature knows, such as the implementation
 * guides that are installed. Called each time the statement is prepared, which is seldom: not on
 * each request.
 */
@FunctionalInterface
public interface CapabilityCustomizer {

  /** Adds to the statement, which already lists resources, interactions and operations. */
  void customize(CapabilityStatement statement);
}
