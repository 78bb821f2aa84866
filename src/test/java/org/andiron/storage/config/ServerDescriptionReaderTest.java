package org.andiron.storage.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.andiron.storage.config.ServerDescription.Contact;
import org.junit.jupiter.api.Test;

class ServerDescriptionReaderTest {

  private static final Set<String> TYPES = Set.of("Patient", "Observation", "Encounter");

  private static ServerDescription read(String json) {
    return new ServerDescriptionReader(TYPES, "capability/capability.json")
        .read(json.getBytes(StandardCharsets.UTF_8));
  }

  private static void refused(String json, String message) {
    assertThatExceptionOfType(ConfigurationFileException.class)
        .isThrownBy(() -> read(json))
        .withMessage("capability/capability.json, " + message);
  }

  @Test
  void everythingIsOptional() {
    ServerDescription description = read("{}");
    assertThat(description.software()).isEqualTo("Andiron");
    assertThat(description.publisher()).isNull();
    assertThat(description.description()).isNull();
    assertThat(description.contact()).isEmpty();
    assertThat(description.resourceTypes()).containsExactly("Encounter", "Observation", "Patient");
  }

  @Test
  void everyNameIsRead() {
    ServerDescription description =
        read(
            """
            {"software": "S", "publisher": "P", "description": "D", "resourceTypes": ["Patient"],
             "contact": [{"name": "N", "email": "e@x.example", "phone": "1", "url": "http://x.example"}]}
            """);
    assertThat(description.software()).isEqualTo("S");
    assertThat(description.publisher()).isEqualTo("P");
    assertThat(description.description()).isEqualTo("D");
    assertThat(description.resourceTypes()).containsExactly("Patient");
    assertThat(description.contact())
        .containsExactly(new Contact("N", "e@x.example", "1", "http://x.example"));
  }

  @Test
  void aMisspeltNameIsRefused() {
    refused(
        "{\n \"publsher\": \"P\"}",
        "line 2, column 2: unknown name \"publsher\"; known are [contact, description, publisher,"
            + " resourceTypes, software]; did you mean \"publisher\"?");
  }

  @Test
  void aTypeThatFhirDoesNotHaveIsRefused() {
    refused(
        "{\"resourceTypes\": [\"Patient\", \"Patent\"]}",
        "line 1, column 31: \"Patent\" is not a resource type of FHIR R4; did you mean"
            + " \"Patient\"?");
  }

  @Test
  void anEmptyChoiceOfTypesIsRefused() {
    refused(
        "{\"resourceTypes\": []}",
        "line 1, column 1: resourceTypes is empty; leave it out to serve all types");
  }

  @Test
  void aWrongJsonTypeIsRefused() {
    refused("{\"software\": 1}", "line 1, column 14: software must be a string that is not empty");
    refused("{\"contact\": {}}", "line 1, column 13: contact must be an array");
    refused("[]", "line 1, column 1: expected an object");
  }
}
