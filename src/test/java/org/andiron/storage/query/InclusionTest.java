package org.andiron.storage.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.andiron.storage.index.IndexNumbers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InclusionTest {

  private static final IndexNumbers NUMBERS =
      new IndexNumbers() {
        @Override
        public OptionalInt parameter(String type, String code) {
          return OptionalInt.of(code.length());
        }

        @Override
        public OptionalInt system(String uri) {
          return OptionalInt.empty();
        }
      };

  private static Inclusion inclusion(String value) {
    return Searches.PARSER.inclusion(value.startsWith("-"), false, value.replaceFirst("^-", ""));
  }

  private static String sql(String... values) {
    return new SqlCompiler(NUMBERS, TestIndex.TERMINOLOGY, TestIndex.TEXTS, TestIndex.FORMS)
        .included(Stream.of(values).map(InclusionTest::inclusion).toList(), List.of(1L, 2L), 9)
        .orElseThrow()
        .text();
  }

  @Test
  void oneReferenceIsFoundByItsPathAndTheTypeOfItsTarget() {
    Inclusion inclusion = inclusion("Observation:subject");
    assertThat(inclusion.paths()).containsExactly("Observation.subject");
    assertThat(inclusion.targets()).containsExactly("Device", "Group", "Location", "Patient");
    assertThat(inclusion("Observation:subject:Patient").targets()).containsExactly("Patient");
    assertThat(inclusion("Provenance:target").targets()).as("any").isEmpty();
    assertThat(sql("Observation:subject:Patient"))
        .isEqualTo(
            "select r.res_id from hfj_resource r where r.res_deleted_at is null and r.res_id in"
                + " (select l.target_resource_id from hfj_resource s join andiron.link_of_source l"
                + " on l.src_resource_id = s.res_id where s.res_id = any(?) and"
                + " l.target_resource_id is not null and (l.src_path = ? and l.target_resource_type"
                + " = ?)) order by r.res_id limit ?");
  }

  @Test
  void severalReferencesAreOneStatementThatBeginsWithAllPaths() {
    assertThat(sql("-Observation:subject:Patient", "-Provenance:target"))
        .contains("join andiron.link_of_source l on l.target_resource_id = s.res_id")
        .contains("l.src_path = any(?) and ((l.src_path = ? and l.target_resource_type = ?) or")
        .containsOnlyOnce("link_of_source");
  }

  @Test
  void anyReferenceOfATypeIsToldByTheTypeOfItsSource() {
    assertThat(sql("Observation:*")).contains("and l.source_resource_type = ?)");
    assertThat(sql("*")).doesNotContain("source_resource_type", "src_path");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"QuestionnaireResponse:questionnaire", "Measure:depends-on", "PlanDefinition:*"})
  void someReferencesAreCanonical(String value) {
    assertThat(inclusion(value).isByIndex()).isTrue();
    assertThat(sql(value)).contains("join andiron.idx_uri v");
    assertThat(sql('-' + value)).contains("select u.res_id from hfj_resource s");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Observation:subject",
        "Observation:*",
        "Provenance:target",
        "DiagnosticReport:result",
        "Encounter:*",
        "List:item",
        "QuestionnaireResponse:author"
      })
  void mostReferencesAreNot(String value) {
    assertThat(inclusion(value).isByIndex()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"Observation:subjct", "Observaton:subject", "Observation:code"})
  void whatDoesNotExistIsRefused(String value) {
    assertThatExceptionOfType(UnsupportedSearchException.class).isThrownBy(() -> inclusion(value));
  }
}
