package org.andiron.server.egress;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.client.apache.ApacheRestfulClientFactory;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import org.apache.http.client.HttpClient;

/** Gives FHIR clients the guarded HTTP client and no way to another one. */
final class EgressClientFactory extends ApacheRestfulClientFactory {

  private final HttpClient client;

  EgressClientFactory(FhirContext context, HttpClient client) {
    super(context);
    this.client = client;
    setServerValidationMode(ServerValidationModeEnum.NEVER);
  }

  @Override
  public HttpClient getNativeHttpClient() {
    return client;
  }

  @Override
  public synchronized void setHttpClient(Object httpClient) {
    throw new UnsupportedOperationException("requests leave through the egress client only");
  }

  @Override
  protected void resetHttpClient() {
    // The guarded client has no per-factory settings that would need a new one
  }
}
