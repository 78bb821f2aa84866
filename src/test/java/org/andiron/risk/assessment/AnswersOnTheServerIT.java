package org.andiron.risk.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.hl7.fhir.r4.model.DomainResource;
import org.junit.jupiter.api.Test;

class AnswersOnTheServerIT extends AndironIT {

  @Test
  void answersAreValidForTheServerToo() {
    for (DomainResource answer :
        List.of(
            Scored.assessed("pce-2013", Scored.pooledCohort()),
            Scored.guided("pce-2013", List.of(Scored.pooledCohort().get(0))))) {
      Answer validated = validated(answer);
      assertThat(validated.status()).as(validated.body()).isEqualTo(200);
      for (JsonNode issue : validated.json().path("issue")) {
        assertThat(issue.path("severity").asText()).as(issue.toString()).isNotIn("error", "fatal");
      }
    }
  }

  /** The first validation reads all definitions, for which a busy machine takes its time. */
  private Answer validated(DomainResource answer) {
    Answer validated = http().post(answer.fhirType() + "/$validate", Conformance.json(answer));
    for (int again = 0; again < 5 && validated.status() == 503; again++) {
      validated = http().post(answer.fhirType() + "/$validate", Conformance.json(answer));
    }
    return validated;
  }
}
