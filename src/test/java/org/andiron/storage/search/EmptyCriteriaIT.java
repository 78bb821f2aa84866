package org.andiron.storage.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Criteria that say next to nothing must not mean everything. */
class EmptyCriteriaIT extends AndironIT {

  private final String patient = "Patient/empty-" + UUID.randomUUID().toString().substring(0, 8);

  @BeforeEach
  void storeAPatient() {
    Answer stored =
        http()
            .put(
                patient,
                """
                {"resourceType":"Patient","id":"%s","gender":"female",
                 "meta":{"tag":[{"system":"urn:x","code":"x","display":"Tagged"}]},
                 "name":[{"family":"Muster"}],"maritalStatus":{"text":"Single"}}"""
                    .formatted(patient.substring(8)));
    assertThat(stored.status()).as(stored.body()).isEqualTo(201);
  }

  @AfterEach
  void removeIt() {
    http().delete(patient);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "family=",
        "family=%20,",
        "family=-",
        "family=zzz-unknown,-",
        "family:contains='",
        "family=%C2%A0",
        "name=.",
        "_tag:text=-",
        "_filter=family%20sw%20%22-%22",
        "_filter=family%20co%20%22%22",
        "_content=",
        "identifier=%7C",
        "general-practitioner.family=-",
        "_has:Observation:subject:code:text=-"
      })
  void aDeleteByThemDeletesNothing(String criteria) {
    Answer answer = http().delete("Patient?" + criteria);

    assertThat(answer.status()).as(answer.body()).isNotIn(204, 500);
    assertThat(http().get(patient).status()).isEqualTo(200);
  }
}
