package org.andiron.searchoracle;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table against another source of the same definitions, and by example. */
class SearchTableTest {

  static List<String> types() {
    return SearchTable.TYPES;
  }

  @ParameterizedTest
  @MethodSource("types")
  void hasEveryParameterThatTheLibraryKnows(String type) {
    Set<String> known =
        FhirContext.forR4Cached().getResourceDefinition(type).getSearchParams().stream()
            .map(RuntimeSearchParam::getName)
            .filter(name -> !name.contains("_has") && !name.equals("_language"))
            .collect(Collectors.toSet());

    assertThat(SearchTable.of(type).stream().map(SearchTable.Row::code)).containsAll(known);
  }

  @ParameterizedTest
  @MethodSource("types")
  void hasTheParametersOfAllResources(String type) {
    assertThat(SearchTable.of(type).stream().map(SearchTable.Row::code))
        .contains(
            "_id",
            "_lastUpdated",
            "_tag",
            "_profile",
            "_security",
            "_source",
            "_list",
            "_filter",
            "_text",
            "_content",
            "_query");
  }

  @Test
  void allowsEachTypeOfParameterItsModifiersAndPrefixes() {
    assertThat(modifiers("Patient", "family")).containsExactly("", "missing", "exact", "contains");
    assertThat(modifiers("Patient", "identifier"))
        .containsExactly("", "missing", "not", "text", "of-type");
    assertThat(modifiers("Patient", "active")).containsExactly("", "missing", "not");
    assertThat(modifiers("Patient", "language"))
        .containsExactly("", "missing", "not", "text", "in", "not-in", "below", "above");
    assertThat(modifiers("Patient", "gender"))
        .containsExactly("", "missing", "not", "in", "not-in", "below", "above");
    assertThat(modifiers("Encounter", "patient"))
        .containsExactly("", "missing", "identifier", "Patient");
    assertThat(modifiers("Encounter", "location"))
        .containsExactly("", "missing", "identifier", "Location", "below", "above");
    assertThat(modifiers("Patient", "_profile")).containsExactly("", "missing", "below", "above");
    assertThat(prefixes("Patient", "birthdate"))
        .containsExactly("eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap");
    assertThat(prefixes("Encounter", "length")).hasSize(9);
    assertThat(prefixes("Patient", "family")).isEmpty();
  }

  @Test
  void saysOfWhatItHasNoJudgement() {
    assertThat(SearchTable.of("Patient").stream().filter(row -> row.unjudged().isPresent()))
        .extracting(SearchTable.Row::name)
        .containsExactlyInAnyOrder(
            "_content", "_query", "_text", "phonetic", "phonetic:exact", "phonetic:contains");
  }

  private static List<String> modifiers(String type, String code) {
    return SearchTable.of(type).stream()
        .filter(row -> row.code().equals(code) && row.prefix().isEmpty())
        .map(SearchTable.Row::modifier)
        .toList();
  }

  private static List<String> prefixes(String type, String code) {
    return SearchTable.of(type).stream()
        .filter(row -> row.code().equals(code) && !row.prefix().isEmpty())
        .map(SearchTable.Row::prefix)
        .toList();
  }
}
