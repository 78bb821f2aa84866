package org.andiron.storage.suggestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.util.FhirContextSearchParamRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionContextsTest {

  private static final FhirContext CONTEXT = FhirContext.forR4Cached();

  private final SuggestionContexts contexts =
      new SuggestionContexts(
          CONTEXT.getResourceTypes(), new FhirContextSearchParamRegistry(CONTEXT));

  @Test
  void areAParameterOfAType() {
    assertThat(contexts.request("Observation.combo-code", " blood ", 3, 7))
        .isEqualTo(
            new SuggestionRequest(List.of("Observation"), "combo-code", false, "blood", 3, 7));
  }

  @Test
  void mayAskForTextsOnly() {
    assertThat(contexts.request("Patient.gender:text", "", 0, 1).textOnly()).isTrue();
  }

  @Test
  void withoutATypeAreAParameterOfAllThatHaveIt() {
    assertThat(contexts.request("vaccine-code", "", 0, 1).types()).containsExactly("Immunization");
    assertThat(contexts.request("code", "", 0, 1).types()).contains("Observation", "Condition");
  }

  @ParameterizedTest
  @CsvSource({
    "Observation.kode, of type token; those are",
    "Observation.date, of type token; those are",
    "Observation., of type token; those are",
    "Nobody.code, type of resource",
    ".code, type of resource",
    "date, of type token",
    "Observation.code:in, :text",
    "Observation.code:, :text",
  })
  void areRefusedWithWhatWouldBeRight(String context, String said) {
    assertThatThrownBy(() -> contexts.request(context, "", 0, 1))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("'context'")
        .hasMessageContaining(said)
        .hasMessageContaining("Observation.code:text");
  }
}
