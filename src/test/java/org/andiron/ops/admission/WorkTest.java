package org.andiron.ops.admission;

import static org.assertj.core.api.Assertions.assertThat;

import org.andiron.ops.interaction.FhirCall;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkTest {

  @ParameterizedTest(name = "{0} {1} is {2}")
  @CsvSource({
    "GET,    /Patient/1,              READ",
    "GET,    /Patient/1/_history/2,   READ",
    "GET,    /Patient/1/_history,     READ",
    "GET,    /Patient,                SEARCH",
    "POST,   /Patient/_search,        SEARCH",
    "GET,    /Patient/1/Observation,  SEARCH",
    "POST,   /Patient,                WRITE",
    "PUT,    /Patient/1,              WRITE",
    "PATCH,  /Patient/1,              WRITE",
    "DELETE, /Patient/1,              WRITE",
    "POST,   /,                       TRANSACTION",
    "GET,    /_history,               HEAVY",
    "GET,    /Patient/_history,       HEAVY",
    "GET,    /Patient/1/$everything,  HEAVY",
    "GET,    /$export,                HEAVY",
    "POST,   /$graphql,               HEAVY",
    "POST,   /$made-up,               HEAVY",
    "POST,   /Patient/$validate,      SEARCH",
    "GET,    /$export-poll-status,    READ",
  })
  void requestIsOfAClass(String method, String path, Work work) {
    assertThat(Work.of(FhirCall.of(method, path, null))).contains(work);
  }

  @Test
  void callOfCdsServiceIsASearchAndTheirListIsNeverRefused() {
    assertThat(Work.ofCds("POST")).contains(Work.SEARCH);
    assertThat(Work.ofCds("GET")).isEmpty();
  }

  @Test
  void metadataIsNeverRefused() {
    assertThat(Work.of(FhirCall.of("GET", "/metadata", null))).isEmpty();
    assertThat(Work.of(FhirCall.of("HEAD", "/metadata", null))).isEmpty();
  }
}
