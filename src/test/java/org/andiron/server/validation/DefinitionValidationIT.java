package org.andiron.server.validation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

class DefinitionValidationIT extends AndironIT {

  @Autowired private ResourceValidation validation;

  private static String extension(String context) {
    return """
        {"resourceType":"StructureDefinition","url":"http://example.org/StructureDefinition/shoe",
         "version":"1.0.0","name":"Shoe","title":"Shoe size","status":"active",
         "description":"Size of the shoes","fhirVersion":"4.0.1","kind":"complex-type",
         "abstract":false,"context":[%s],"type":"Extension","derivation":"constraint",
         "baseDefinition":"http://hl7.org/fhir/StructureDefinition/Extension",
         "differential":{"element":[
          {"id":"Extension","path":"Extension","short":"Shoe size","definition":"Shoe size"},
          {"id":"Extension.extension","path":"Extension.extension","max":"0"},
          {"id":"Extension.url","path":"Extension.url",
           "fixedUri":"http://example.org/StructureDefinition/shoe"},
          {"id":"Extension.value[x]","path":"Extension.value[x]","type":[{"code":"decimal"}]}]}}
        """
        .formatted(context);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Patient", "Patient.contact", "Observation.component"})
  void anExtensionOfElementsNeedsNoPackageFromElsewhere(String element) {
    Answer answer =
        http()
            .post(
                "StructureDefinition/$validate",
                extension("{\"type\":\"element\",\"expression\":\"" + element + "\"}"));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    for (JsonNode issue : answer.json().path("issue")) {
      assertThat(issue.path("severity").asText()).as(issue.toString()).isNotIn("error", "fatal");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.0", "4.0", "5.0"})
  void anExtensionOfAnotherVersionDoesNotEndTheValidation(String version) {
    String context =
        """
        {"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/version-specific-use",
          "extension":[{"url":"startFhirVersion","valueCode":"%s"},
           {"url":"endFhirVersion","valueCode":"%s"}]}],
         "type":"element","expression":"Patient"}
        """
            .formatted(version, version);
    assertThat(validation.validateHere(extension(context), null)).isNotNull();
  }
}
