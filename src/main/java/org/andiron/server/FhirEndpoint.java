package org.andiron.server;

/** Where the FHIR endpoint is. */
public final class FhirEndpoint {

  /** Path of the endpoint below the port, without a trailing slash. */
  public static final String PATH = "/fhir";

  private FhirEndpoint() {}
}
