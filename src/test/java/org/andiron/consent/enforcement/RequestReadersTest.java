package org.andiron.consent.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import org.hl7.fhir.r4.model.IdType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestReadersTest {

  @ParameterizedTest
  @CsvSource({
    "Patient, , 1, true",
    "Observation, , , true",
    ", , , true",
    "Patient, $everything, 1, true",
    "Patient, $risk-score, 1, true",
    "Patient, $risk-score, , false",
    "Group, $risk-score, 1, false",
    "Patient, $export, 1, false",
    ", $export, , false",
    ", $graphql, , false",
    "Patient, $graphql, 1, false"
  })
  void whatIsAnsweredAtOnce(
      @Nullable String type, @Nullable String operation, @Nullable String id, boolean atOnce) {
    RequestDetails request = new SystemRequestDetails();
    request.setResourceName(type);
    request.setOperation(operation);
    request.setId(id == null ? null : new IdType(type, id));

    assertThat(RequestReaders.isAnsweredAtOnce(request)).isEqualTo(atOnce);
  }
}
