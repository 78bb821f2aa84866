package org.andiron.server;

import ca.uhn.fhir.rest.server.RestfulServer;

/** Sets what a feature needs set on HAPI's server itself, before providers are registered. */
@FunctionalInterface
public interface FhirServerCustomizer {

  void customize(RestfulServer server);
}
