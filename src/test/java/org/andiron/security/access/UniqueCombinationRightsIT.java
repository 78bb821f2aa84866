package org.andiron.security.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.andiron.security.account.Account;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That a combination of values is taken tells nothing of the resource that has them. */
class UniqueCombinationRightsIT extends AccessIT {

  private final String key = UUID.randomUUID().toString().substring(0, 8);

  @BeforeEach
  void makeUnique() {
    store(
        """
        {"resourceType": "SearchParameter", "id": "uc-%1$s", "status": "active",
         "url": "http://example.org/SearchParameter/uc-%1$s", "name": "unique",
         "description": "unique", "code": "uc-%1$s", "base": ["VisionPrescription"],
         "type": "composite", "expression": "VisionPrescription", "extension": [
          {"url": "http://hapifhir.io/fhir/StructureDefinition/sp-unique", "valueBoolean": true}],
         "component": [
          {"definition": "http://hl7.org/fhir/SearchParameter/clinical-identifier",
           "expression": "VisionPrescription"},
          {"definition": "http://hl7.org/fhir/SearchParameter/VisionPrescription-datewritten",
           "expression": "VisionPrescription"}]}\
        """
            .formatted(key));
    for (String id : new String[] {"uc-own", "uc-other"}) {
      store("{\"resourceType\": \"Patient\", \"id\": \"" + id + key + "\"}");
    }
    store(prescription("uc-other").replaceFirst("\\{", "{\"id\": \"hidden-" + key + "\", "));
  }

  @AfterEach
  void remove() {
    all().delete("VisionPrescription/hidden-" + key);
    all().delete("SearchParameter/uc-" + key);
  }

  private String prescription(String patient) {
    return """
    {"resourceType": "VisionPrescription", "status": "active", "created": "2020-01-01",
     "identifier": [{"system": "urn:uc", "value": "%1$s"}],
     "patient": {"reference": "Patient/%2$s%1$s"}, "dateWritten": "2020-01-01",
     "prescriber": {"display": "x"}}\
    """
        .formatted(key, patient);
  }

  @Test
  void theOtherResourceIsNotNamed() {
    Account physician = account("Practitioner/uc-doctor", "physician");
    for (FhirHttp caller :
        new FhirHttp[] {as(physician, "uc-own" + key, "patient/VisionPrescription.cruds"), all()}) {
      Answer answer = caller.post("VisionPrescription", prescription("uc-own"));
      assertThat(answer.status()).as(answer.body()).isEqualTo(409);
      assertThat(answer.body()).doesNotContain("hidden-" + key).doesNotContain("uc-other");
      assertThat(answer.diagnostics()).contains("unique");
    }
  }
}
