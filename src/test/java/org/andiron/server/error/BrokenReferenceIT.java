package org.andiron.server.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.Test;

class BrokenReferenceIT extends AndironIT {

  private static final String UNKNOWN_SUBJECT =
      """
      {"resourceType":"Observation","status":"final","code":{"text":"x"},
       "subject":{"reference":"Patient/there-is-none"}}
      """;

  private static final String UNKNOWN_PERFORMER =
      """
      {"resourceType":"Observation","status":"final","code":{"text":"x"},
       "performer":[{"display":"somebody"},{"reference":"Practitioner/there-is-none"}]}
      """;

  private static final String BASIC =
      """
      {"resource":{"resourceType":"Basic","code":{"text":"x"}},
       "request":{"method":"POST","url":"Basic"}}
      """;

  @Test
  void theElementWithAnUnknownTargetIsNamed() {
    assertPlace(http().post("Observation", UNKNOWN_SUBJECT), "Observation.subject");
    assertPlace(http().post("Observation", UNKNOWN_PERFORMER), "Observation.performer[1]");
  }

  @Test
  void theElementOfAnEntryOfATransactionIsNamed() {
    Answer answer = http().post("", bundle("transaction", UNKNOWN_SUBJECT));

    assertPlace(answer, "Bundle.entry[2].resource.subject");
  }

  @Test
  void theElementOfAnEntryOfABatchIsNamed() {
    Answer answer = http().post("", bundle("batch", UNKNOWN_PERFORMER));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().at("/entry/2/response/status").asText()).startsWith("400");
    assertThat(answer.json().at("/entry/2/response/outcome/issue/0/expression/0").asText())
        .isEqualTo("Bundle.entry[2].resource.performer[1]");
    for (int i = 0; i < 2; i++) {
      http()
          .delete(
              answer
                  .json()
                  .at("/entry/" + i + "/response/location")
                  .asText()
                  .replaceAll("/_history/.*", ""));
    }
  }

  private static String bundle(String type, String third) {
    return """
        {"resourceType":"Bundle","type":"%s","entry":[%s,%s,
          {"resource":%s,"request":{"method":"POST","url":"Observation"}}]}
        """
        .formatted(type, BASIC, BASIC, third);
  }

  private static void assertPlace(Answer answer, String expression) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
    assertThat(answer.json().at("/issue/0/expression/0").asText()).isEqualTo(expression);
  }
}
