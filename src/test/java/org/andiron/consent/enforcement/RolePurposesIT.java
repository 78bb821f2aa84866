package org.andiron.consent.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.TestUsers;
import org.andiron.testsupport.UserTokens;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What users of a role of the operator's own use data for, as its file says. */
class RolePurposesIT extends ConsentIT {

  private String dentist = "";
  private String clerk = "";

  @BeforeAll
  void usersOfOwnRoles() {
    UserTokens users = new UserTokens(this);
    dentist = users.of(TestUsers.DENTIST, "user/*.rs");
    clerk = users.of(TestUsers.CLERK, "user/*.rs");
  }

  private void permit(String purpose) {
    consent(
        "{'type': 'deny', 'provision': [{'type': 'permit', 'purpose': [{'system':"
            + " 'http://terminology.hl7.org/CodeSystem/v3-ActReason', 'code': '"
            + purpose
            + "'}]}]}");
  }

  @Test
  void aConsentPermitsItToThoseOfARoleForIt() {
    String weight = observation("29463-7");
    assertThat(status(dentist, weight)).isEqualTo(200);
    permit("TREAT");
    assertThat(status(dentist, weight)).isEqualTo(200);
    assertThat(status(physician, weight)).isEqualTo(200);
    assertThat(status(clerk, weight)).isEqualTo(404);
    assertThat(found(dentist, "Observation?subject=" + patient)).containsExactly(weight);
    assertThat(found(clerk, "Observation?subject=" + patient)).isEmpty();
  }

  @Test
  void notForAnother() {
    String weight = observation("29463-7");
    permit("HPAYMT");
    assertThat(status(dentist, weight)).isEqualTo(404);
    assertThat(status(clerk, weight)).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({"dentist, permit", "clerk, deny"})
  void itIsExplainedSo(String role, String decision) {
    String weight = observation("29463-7");
    permit("TREAT");
    Answer answer =
        as(officer)
            .get(
                patient
                    + "/$explain-access?actor=Practitioner/test-"
                    + role
                    + "&role="
                    + role
                    + "&resource="
                    + weight);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().path("parameter"))
        .as(answer.body())
        .filteredOn(it -> it.path("name").asText().equals("decision"))
        .extracting(it -> it.path("valueCode").asText())
        .containsExactly(decision);
  }
}
