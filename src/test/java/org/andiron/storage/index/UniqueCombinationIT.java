package org.andiron.storage.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Combinations of search parameters that HAPI keeps unique are made of what it extracts itself. */
class UniqueCombinationIT extends AndironIT {

  private final String key = UUID.randomUUID().toString().substring(0, 8);
  private final String parameter = "SearchParameter/unique-" + key;

  @BeforeEach
  void makeBirthDateAndFamilyUnique() {
    Answer answer =
        http()
            .put(
                parameter,
                """
                {"resourceType":"SearchParameter","id":"unique-%1$s","status":"active",
                 "url":"http://example.org/SearchParameter/unique-%1$s","name":"unique",
                 "description":"unique","code":"unique-%1$s","base":["Basic"],"type":"composite",
                 "expression":"Basic",
                 "extension":[{"url":"http://hapifhir.io/fhir/StructureDefinition/sp-unique",
                   "valueBoolean":true}],
                 "component":[
                   {"definition":"http://hl7.org/fhir/SearchParameter/Basic-identifier",
                    "expression":"Basic"},
                   {"definition":"http://hl7.org/fhir/SearchParameter/Basic-created",
                    "expression":"Basic"}]}"""
                    .formatted(key));
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
  }

  @AfterEach
  void removeEverything() {
    http().delete("Basic?identifier=urn:x-unique%7C" + key);
    http().delete(parameter);
  }

  @Test
  void aSecondResourceWithTheSameCombinationIsRefused() {
    assertThat(http().post("Basic", basic("2024-05-01")).status()).isEqualTo(201);
    assertThat(http().post("Basic", basic("2024-05-02")).status()).isEqualTo(201);

    Answer answer = http().post("Basic", basic("2024-05-01"));

    assertThat(answer.status()).as(answer.body()).isEqualTo(409);
  }

  private String basic(String created) {
    return """
        {"resourceType":"Basic","code":{"text":"x"},"created":"%s",
         "identifier":[{"system":"urn:x-unique","value":"%s"}]}"""
        .formatted(created, key);
  }
}
