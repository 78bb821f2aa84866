package org.andiron.storage.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A patient whose general practitioner, and his practice, are contained; and a neighbour. */
class ContainedChainIT extends AndironIT {

  private final String tag = "t" + UUID.randomUUID().toString().replace("-", "");

  @BeforeEach
  void storePatients() {
    put(
        "a",
        """
        {"resourceType": "Patient", "id": "%1$s-a", "identifier": [{"value": "%1$s"}], "contained": [
          {"resourceType": "Practitioner", "id": "gp", "gender": "female",
           "name": [{"family": "Hübner-%1$s"}]},
          {"resourceType": "PractitionerRole", "id": "role", "practitioner": {"reference": "#gp"},
           "organization": {"identifier": {"value": "practice"}},
           "specialty": [{"coding": [{"system": "http://example.org/s", "code": "gp"}]}]}],
         "generalPractitioner": [{"reference": "#gp"}, {"reference": "#role"}]}
        """
            .formatted(tag));
    put(
        "b",
        """
        {"resourceType": "Patient", "id": "%1$s-b", "identifier": [{"value": "%1$s"}], "contained": [
          {"resourceType": "Practitioner", "id": "gp", "gender": "male"}],
         "generalPractitioner": [{"reference": "#gp"}]}
        """
            .formatted(tag));
    put(
        "c",
        """
        {"resourceType": "Patient", "id": "%1$s-c", "identifier": [{"value": "%1$s"}]}
        """
            .formatted(tag));
  }

  private void put(String name, String patient) {
    Answer answer = http().put("Patient/" + tag + '-' + name, patient);
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
  }

  @AfterEach
  void removeThem() {
    http().delete("Patient?identifier=" + tag + "&_expunge=true");
  }

  private List<String> found(String criteria) {
    Answer answer = http().get("Patient?identifier=" + tag + "&_sort=_id&" + criteria);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json().path("entry").findValuesAsText("id").stream()
        .filter(it -> it.startsWith(tag))
        .map(it -> it.substring(tag.length() + 1))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "general-practitioner:Practitioner.family=hubner",
        "general-practitioner.name=hubner",
        "general-practitioner:Practitioner.gender=female",
        "general-practitioner:Practitioner.gender:not=male",
        "general-practitioner:Practitioner.name:missing=false",
        "general-practitioner:PractitionerRole.specialty=http://example.org/s%7Cgp",
        "general-practitioner:PractitionerRole.practitioner.family=hubner",
        "general-practitioner:PractitionerRole.organization:identifier=practice",
        "_filter=general-practitioner.family%20co%20%22ubner%22",
      })
  void areFoundByWhatTheyContain(String criterion) {
    assertThat(found(criterion)).containsExactly("a");
  }

  @Test
  void areNotFoundByWhatTheyDoNotContain() {
    assertThat(found("general-practitioner:Practitioner.family=nobody")).isEmpty();
    assertThat(found("general-practitioner:PractitionerRole.practitioner.gender=male")).isEmpty();
    assertThat(found("general-practitioner:Practitioner.name:missing=true")).containsExactly("b");
    assertThat(found("general-practitioner:Practitioner.gender:not=female")).containsExactly("b");
  }

  @Test
  void areNotFoundByWhatTheyContainedBefore() {
    String patient = http().get("Patient/" + tag + "-b").body().replace("\"male\"", "\"female\"");
    assertThat(http().put("Patient/" + tag + "-b", patient).status()).isEqualTo(200);

    assertThat(found("general-practitioner:Practitioner.gender=male")).isEmpty();
    assertThat(found("general-practitioner:Practitioner.gender=female")).containsExactly("a", "b");
  }
}
