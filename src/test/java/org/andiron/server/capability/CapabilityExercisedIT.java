package org.andiron.server.capability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.ConditionalDeleteStatus;
import org.hl7.fhir.r4.model.CapabilityStatement.ConditionalReadStatus;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Takes the server at its word: whatever its CapabilityStatement lists is done, for every resource
 * type, and what a client may expect of R4 REST must be listed.
 */
class CapabilityExercisedIT extends AndironIT {

  private static final int RESOURCE_TYPES = 146;

  private static final String[] TYPE_INTERACTIONS = {
    "create",
    "read",
    "vread",
    "update",
    "patch",
    "delete",
    "history-instance",
    "history-type",
    "search-type"
  };

  @Test
  void allTypesAreListedWithAllInteractions() {
    CapabilityStatementRestComponent rest = rest();

    assertThat(rest.getResource()).hasSize(RESOURCE_TYPES);
    assertThat(rest.getResource())
        .filteredOn(resource -> !resource.getType().equals("AuditEvent"))
        .allSatisfy(
            resource -> {
              assertThat(resource.getInteraction())
                  .as("interactions of %s", resource.getType())
                  .extracting(it -> it.getCode().toCode())
                  .containsExactlyInAnyOrder(TYPE_INTERACTIONS);
              assertThat(resource.getConditionalCreate()).isTrue();
              assertThat(resource.getConditionalUpdate()).isTrue();
              assertThat(resource.getUpdateCreate()).isTrue();
              assertThat(resource.getConditionalRead())
                  .isEqualTo(ConditionalReadStatus.FULLSUPPORT);
              assertThat(resource.getConditionalDelete())
                  .isNotEqualTo(ConditionalDeleteStatus.NOTSUPPORTED);
            });
  }

  @Test
  void theAuditLogIsListedAsWhatGrowsOnly() {
    assertThat(rest().getResource())
        .filteredOn(resource -> resource.getType().equals("AuditEvent"))
        .singleElement()
        .satisfies(
            resource -> {
              assertThat(resource.getInteraction())
                  .extracting(it -> it.getCode().toCode())
                  .containsExactlyInAnyOrder("create", "read", "vread", "search-type");
              assertThat(resource.getConditionalCreate()).isFalse();
              assertThat(resource.getConditionalUpdate()).isFalse();
              assertThat(resource.getUpdateCreate()).isFalse();
              assertThat(resource.getReadHistory()).isFalse();
              assertThat(resource.getConditionalDelete())
                  .isEqualTo(ConditionalDeleteStatus.NOTSUPPORTED);
              assertThat(resource.getSearchInclude()).isEmpty();
              assertThat(resource.getSearchParam())
                  .extracting(it -> it.getName())
                  .contains("date", "agent-name", "patient", "address", "_id")
                  .doesNotContain("_has", "_tag", "_content");
            });
    assertThat(rest().getResource())
        .allSatisfy(
            resource ->
                assertThat(resource.getSearchRevInclude())
                    .extracting(it -> it.getValue())
                    .noneMatch(it -> it.startsWith("AuditEvent:")));
  }

  @Test
  void theSystemsOwnInteractionsAreListedAndAnswered() {
    assertThat(rest().getInteraction())
        .extracting(it -> it.getCode().toCode())
        .contains("transaction", "batch", "history-system");
    assertThat(http().get("/_history?_count=1").status()).isEqualTo(200);
    for (String type : List.of("transaction", "batch")) {
      Answer answer =
          http()
              .post(
                  "",
                  """
                  {"resourceType":"Bundle","type":"%s","entry":[
                    {"request":{"method":"GET","url":"Patient?_count=1"}}]}\
                  """
                      .formatted(type));
      assertThat(answer.status()).as(type).isEqualTo(200);
      assertThat(answer.json().path("type").asText()).isEqualTo(type + "-response");
    }
    if (rest().getInteraction().stream()
        .anyMatch(it -> it.getCode().toCode().equals("search-system"))) {
      assertThat(http().get("?_type=Patient&_count=1").status()).isEqualTo(200);
    }
  }

  @Test
  void theStatementDescribesItselfAsR4RestInJsonAndXml() {
    CapabilityStatement statement = statement();

    assertThat(statement.getFhirVersion().toCode()).isEqualTo("4.0.1");
    assertThat(statement.getKind().toCode()).isEqualTo("instance");
    assertThat(statement.getStatus().toCode()).isEqualTo("active");
    assertThat(statement.getFormat())
        .extracting(it -> it.getValue())
        .contains("application/fhir+json", "application/fhir+xml");
    for (var format : statement.getFormat()) {
      if (format.getValue().contains("/fhir+")) {
        Answer answer = http().get("/metadata", "Accept", format.getValue());
        assertThat(answer.status()).as(format.getValue()).isEqualTo(200);
        assertThat(answer.header("Content-Type").orElseThrow()).startsWith(format.getValue());
      }
    }
    assertThat(statement.getPatchFormat())
        .extracting(it -> it.getValue())
        .contains("application/json-patch+json", "application/fhir+json");
  }

  @Test
  void theOpenApiDocumentHasAPathForEveryTypeAndOperation() {
    Answer answer = http().get("/api-docs", "Accept", "application/json");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body())
        .contains("/Patient/{id}/$everything")
        .contains("/$reindex")
        .contains("/ValueSet/$expand");
    assertThat(rest().getResource())
        .allSatisfy(it -> assertThat(answer.body()).contains("/" + it.getType() + "/{id}"));
  }

  @Test
  void everyOperationOfTheSystemAnswers() {
    ClaimedOperations operations = new ClaimedOperations(http(), fhirContext());
    String any = "Basic/" + createBasic();
    List<String> breaches = new ArrayList<>();
    for (var operation : rest().getOperation()) {
      breaches.addAll(operations.breaches("", any, operation.getName(), operation.getDefinition()));
    }
    http().delete(any);
    assertThat(breaches).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> everythingThatIsListedForATypeAnswers() {
    ExampleResources examples = new ExampleResources(fhirContext());
    ExampleSearchValues values = new ExampleSearchValues(fhirContext());
    ClaimedOperations operations = new ClaimedOperations(http(), fhirContext());
    return rest().getResource().stream()
        .map(
            claim ->
                dynamicTest(claim.getType(), () -> exercise(claim, examples, values, operations)));
  }

  private void exercise(
      CapabilityStatementRestResourceComponent claim,
      ExampleResources examples,
      ExampleSearchValues values,
      ClaimedOperations operations) {
    Resource resource = examples.minimal(claim.getType());
    ClaimedInteractions interactions = new ClaimedInteractions(http(), fhirContext(), claim);
    String id = interactions.create(resource);
    interactions.exercise(id, resource);
    List<String> breaches =
        new ArrayList<>(new ClaimedSearches(http(), fhirContext(), values).breaches(claim, id));
    for (var operation : claim.getOperation()) {
      breaches.addAll(
          operations.breaches(claim.getType(), id, operation.getName(), operation.getDefinition()));
    }
    interactions.delete(id);
    breaches.addAll(interactions.breaches());
    assertThat(breaches).isEmpty();
  }

  private String createBasic() {
    return http()
        .post("/Basic", "{\"resourceType\":\"Basic\",\"code\":{\"text\":\"example\"}}")
        .id();
  }

  private CapabilityStatementRestComponent rest() {
    return statement().getRestFirstRep();
  }

  private CapabilityStatement statement() {
    Answer answer = http().get("/metadata");
    assertThat(answer.status()).isEqualTo(200);
    return fhirContext().newJsonParser().parseResource(CapabilityStatement.class, answer.body());
  }
}
