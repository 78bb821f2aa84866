package org.andiron.storage.tag;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.Test;

/** Each tag and label is called what its own resource calls it. */
class TagDisplaysIT extends AndironIT {

  private static final String CODING = "{\"system\": \"%s\", \"code\": \"c\", \"display\": \"%s\"}";

  private final String system = "urn:uuid:" + UUID.randomUUID();

  @Test
  void aTagIsNotCalledWhatAnotherResourceCallsIt() {
    String one = create("tag", "Called one thing");
    String other = create("tag", "Called another");
    String none = created("\"tag\": [{\"system\": \"%s\", \"code\": \"c\"}]".formatted(system));

    assertThat(read(one).at("/meta/tag/0/display").textValue()).isEqualTo("Called one thing");
    assertThat(read(other).at("/meta/tag/0/display").textValue()).isEqualTo("Called another");
    assertThat(read(none).at("/meta/tag/0/display").isMissingNode()).isTrue();
    assertThat(total("_tag=" + system + "%7Cc")).isEqualTo(3);
    assertThat(total("_tag:text=called%20another&_tag=" + system + "%7C")).isEqualTo(1);
  }

  @Test
  void aLabelIsNotCalledWhatAnotherResourceCallsIt() {
    String one = create("security", "Called one thing");
    String other = create("security", "Called another");

    assertThat(read(one).at("/meta/security/0/display").textValue()).isEqualTo("Called one thing");
    assertThat(read(other).at("/meta/security/0/display").textValue()).isEqualTo("Called another");
  }

  @Test
  void anUpdateChangesWhatATagIsCalled() {
    String patient = create("tag", "Before");
    Answer updated =
        http().put(patient, body("\"tag\": [" + CODING.formatted(system, "After") + "]", patient));

    assertThat(updated.status()).as(updated.body()).isEqualTo(200);
    assertThat(read(patient).at("/meta/tag").size()).isEqualTo(1);
    assertThat(read(patient).at("/meta/tag/0/display").textValue()).isEqualTo("After");
    assertThat(read(patient).at("/meta/versionId").textValue()).isEqualTo("2");
    assertThat(read(patient + "/_history/1").at("/meta/tag/0/display").textValue())
        .isEqualTo("Before");
  }

  /** HAPI shows neither its version nor that a user chose it. */
  @Test
  void aLabelThatIsSentBackAsItWasReadStaysOne() {
    String chosen =
        "{\"system\": \"%s\", \"code\": \"c\", \"version\": \"2\", \"userSelected\": true}"
            .formatted(system);
    String patient = created("\"security\": [" + chosen + "]");
    create("security", "Of another");
    Answer read = http().get(patient);
    assertThat(read.json().at("/meta/security").size()).isOne();

    Answer updated = http().put(patient, read.body());
    assertThat(updated.status()).as(updated.body()).isEqualTo(200);
    assertThat(read(patient).at("/meta/security").size()).isOne();
    assertThat(read(patient).at("/meta/versionId").textValue()).isEqualTo("1");
  }

  @Test
  void anUpdateThatSaysTheSameChangesNothing() {
    String patient = create("tag", "Same");
    Answer updated =
        http().put(patient, body("\"tag\": [" + CODING.formatted(system, "Same") + "]", patient));

    assertThat(updated.status()).as(updated.body()).isEqualTo(200);
    assertThat(read(patient).at("/meta/versionId").textValue()).isEqualTo("1");
  }

  @Test
  void anUpdateWithoutTheTagKeepsIt() {
    String patient = create("tag", "Kept");
    Answer updated = http().put(patient, body("\"source\": \"urn:x\"", patient));

    assertThat(updated.status()).as(updated.body()).isEqualTo(200);
    assertThat(read(patient).at("/meta/tag/0/display").textValue()).isEqualTo("Kept");
  }

  /** HAPI takes a tag without a system for one of any system. */
  @Test
  void aTagWithoutSystemStaysWithoutSystem() {
    create("tag", "With a system");
    String patient = created("\"tag\": [{\"code\": \"c\", \"display\": \"Without\"}]");

    assertThat(read(patient).at("/meta/tag/0/system").isMissingNode()).isTrue();
    assertThat(read(patient).at("/meta/tag/0/display").textValue()).isEqualTo("Without");
  }

  @Test
  void aLongDisplayIsKept() {
    String display = "long ".repeat(100).trim();

    assertThat(read(create("tag", display)).at("/meta/tag/0/display").textValue())
        .isEqualTo(display);
  }

  @Test
  void whatIsAddedByItselfIsCalledWhatItSays() {
    create("tag", "Of another");
    String patient = created("\"source\": \"urn:x\"");
    Answer added =
        http()
            .post(
                patient + "/$meta-add",
                """
                {"resourceType": "Parameters", "parameter": [{"name": "meta",
                  "valueMeta": {"tag": [%s]}}]}
                """
                    .formatted(CODING.formatted(system, "Added")));

    assertThat(added.status()).as(added.body()).isEqualTo(200);
    assertThat(read(patient).at("/meta/tag/0/display").textValue()).isEqualTo("Added");
  }

  private String create(String kind, String display) {
    return created("\"%s\": [%s]".formatted(kind, CODING.formatted(system, display)));
  }

  private String created(String meta) {
    String patient = "Patient/" + UUID.randomUUID();
    Answer created = http().put(patient, body(meta, patient));
    assertThat(created.status()).as(created.body()).isEqualTo(201);
    return patient;
  }

  private static String body(String meta, String patient) {
    return "{\"resourceType\": \"Patient\", \"id\": \"%s\", \"meta\": {%s}}"
        .formatted(patient.substring("Patient/".length()), meta);
  }

  private JsonNode read(String path) {
    Answer answer = http().get(path);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  private int total(String query) {
    Answer answer = http().get("Patient?_total=accurate&" + query);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json().at("/total").intValue();
  }
}
