package org.andiron.testsupport;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import org.andiron.AndironApplication;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ContextConfiguration;

/**
 * A test of the whole server over HTTP. All subclasses share one Spring context and one embedded
 * PostgreSQL: a subclass must not change the context (no property, no mock bean), must tell its own
 * records from those of others, and leaves none behind that would change another's counts.
 */
@SpringBootTest(
    classes = AndironApplication.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "andiron.security.mode=open",
      "andiron.egress.allow=*.example.org,127.0.0.0/8",
      "andiron.subscription.attempts=3",
      "andiron.subscription.retry-wait=50ms",
      // It counts for the metrics only, and takes its share of the processor from the tests.
      "andiron.validation.background-share=0"
    })
@ContextConfiguration(initializers = TestDatabase.class)
@ExtendWith(NothingWithheld.class)
public abstract class AndironIT {

  @LocalServerPort private int port;

  @Autowired private FhirContext fhirContext;

  /** The FHIR base URL, without a trailing slash. */
  protected final String baseUrl() {
    return "http://localhost:" + port + "/fhir";
  }

  /** The root of the port, without a trailing slash: where health and metrics are. */
  protected final String rootUrl() {
    return "http://localhost:" + port;
  }

  /** Plain HTTP against the FHIR base. */
  protected final FhirHttp http() {
    return new FhirHttp(baseUrl());
  }

  /** The HAPI client against the FHIR base, as a Java user of the server would have it. */
  protected final IGenericClient client() {
    fhirContext.getRestfulClientFactory().setServerValidationMode(ServerValidationModeEnum.NEVER);
    fhirContext.getRestfulClientFactory().setSocketTimeout(60_000);
    return fhirContext.newRestfulGenericClient(baseUrl());
  }

  protected final FhirContext fhirContext() {
    return fhirContext;
  }
}
