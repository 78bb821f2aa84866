package org.andiron.searchoracle;

import static org.andiron.searchoracle.EdgeDraft.coding;
import static org.andiron.searchoracle.EdgeDraft.concept;
import static org.andiron.searchoracle.EdgeDraft.identifier;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.ValueSet;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of 3.1.1.4.10. */
class TokenSearchTest {

  private static final String GENDERS = "http://hl7.org/fhir/administrative-gender";

  private final OracleFixture patients =
      new OracleFixture()
          .with(
              "man",
              new Patient(),
              p ->
                  p.setGender(AdministrativeGender.MALE)
                      .setActive(true)
                      .addIdentifier(identifier("http://acme.org/patient", "2345")))
          .with(
              "woman",
              new Patient(),
              p ->
                  p.setGender(AdministrativeGender.FEMALE)
                      .setDeceased(new DateTimeType("2024"))
                      .addIdentifier(identifier("", "2345"))
                      .addIdentifier(identifier("http://acme.org/other", "Ab"))
                      .addTelecom()
                      .setValue("Eve@example.org"))
          .with(
              "nobody",
              new Patient(),
              p -> {
                p.setDeceased(new BooleanType(false));
                p.addIdentifier(
                    identifier("http://acme.org/files", "446053")
                        .setType(concept(EdgeDraft.V2_TYPES, "MR", "").setText("Aktenzeichen")));
                p.addCommunication().setLanguage(concept("urn:ietf:bcp:47", "de", "German"));
                p.addCommunication().setLanguage(concept("urn:ietf:bcp:47", "en", "English"));
              });

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "identifier=http://acme.org/patient%7C2345 man",
        "identifier=2345 man,woman",
        "identifier=%7C2345 woman",
        "identifier=http://acme.org/patient%7C man",
        "identifier=ab ''",
        "identifier=Ab woman",
        "identifier:of-type=http://terminology.hl7.org/CodeSystem/v2-0203%7CMR%7C446053 nobody",
        "identifier:of-type=http://terminology.hl7.org/CodeSystem/v2-0203%7CMR%7C446054 ''",
        "identifier:text=akten nobody",
        "identifier:text=zeichen ''",
        "gender=male man",
        "gender=http://hl7.org/fhir/administrative-gender%7Cmale man",
        "gender=%7Cmale ''",
        "gender:not=male nobody,woman",
        "gender:not=male,female nobody",
        "gender:missing=true nobody",
        "active=true man",
        "deceased=true woman",
        "deceased=false man,nobody",
        "telecom=eve@EXAMPLE.org woman",
        "language=de nobody",
        "language:not=de man,woman",
        "language:text=germ nobody",
        "language:text=german%20engl nobody",
        "language:text=germ%20-engl ''",
        "language:text=absent%20or%20engl nobody",
        "language:text=*glis* nobody",
        "language:text=-germ ''",
        "language=de&language=en nobody",
        "_id=man,nobody man,nobody",
        "_id=MAN ''"
      })
  void findsTheExamplesOfTheSpecification(String query, String expected) {
    assertThat(String.join(",", patients.ids("Patient", query))).isEqualTo(expected);
  }

  @Test
  void refusesASystemWhereThereIsNone() {
    assertThatThrownBy(() -> patients.ids("Patient", "active=x%7Ctrue"))
        .isInstanceOf(BadSearch.class);
    assertThatThrownBy(() -> patients.ids("Patient", "identifier:of-type=x%7C1"))
        .isInstanceOf(BadSearch.class);
  }

  @Property(tries = 50)
  void notFindsExactlyWhatTheOtherDoesNot(
      @ForAll @AlphaChars @StringLength(min = 1, max = 2) String code) {
    Set<String> all = new TreeSet<>(patients.ids("Patient", "gender=" + code));
    Set<String> others = patients.ids("Patient", "gender:not=" + code);

    assertThat(all).doesNotContainAnyElementsOf(others);
    all.addAll(others);
    assertThat(all).hasSize(3);
  }

  /** Hierarchies and value sets. */
  @Nested
  class WithTerminology {

    private final OracleFixture conditions = conditions();

    @ParameterizedTest
    @CsvSource(
        delimiter = ' ',
        value = {
          "code:below=http://s%7Ctumour liver,tumour",
          "code:below=tumour liver,tumour,unknown",
          "code:above=http://s%7Cliver liver,tumour",
          "code:below=http://s%7Cliver liver",
          "code:in=http://vs%7C1 liver,tumour",
          "code:in=ValueSet/vs liver,tumour",
          "code:in=http://example.org/fhir/ValueSet/vs liver,tumour",
          "code:not-in=http://vs calm,none,unknown",
          "code=http://m%7Ccalm calm",
          "code=http://s%7CTUMOUR ''",
          "code:text=ruhe calm",
          "_tag=%7Cx calm"
        })
    void findsByMeaning(String query, String expected) {
      assertThat(String.join(",", conditions.ids("Condition", query))).isEqualTo(expected);
    }

    @Test
    void knowsWhatR4Defines() {
      OracleFixture reports =
          new OracleFixture()
              .with(
                  "early",
                  new DiagnosticReport(),
                  r -> r.setStatus(DiagnosticReport.DiagnosticReportStatus.PRELIMINARY))
              .with("none", new DiagnosticReport(), r -> {});
      String codes = "http://hl7.org/fhir/diagnostic-report-status";
      String values = "http://hl7.org/fhir/ValueSet/diagnostic-report-status";

      assertThat(reports.ids("DiagnosticReport", "status:below=" + codes + "%7Cpartial"))
          .containsExactly("early");
      assertThat(reports.ids("DiagnosticReport", "status:in=" + values)).containsExactly("early");
    }

    @Test
    void refusesAValueSetThatIsNotThere() {
      assertThatThrownBy(() -> conditions.ids("Condition", "code:in=http://absent"))
          .isInstanceOf(BadSearch.class);
    }

    private OracleFixture conditions() {
      return new OracleFixture()
          .with(
              "s",
              new CodeSystem(),
              s ->
                  s.setUrl("http://s").addConcept().setCode("tumour").addConcept().setCode("liver"))
          .with(
              "m",
              new CodeSystem(),
              s -> s.setUrl("http://m").setCaseSensitive(false).addConcept().setCode("Calm"))
          .with(
              "vs",
              new ValueSet(),
              v ->
                  v.setUrl("http://vs")
                      .setVersion("1")
                      .getCompose()
                      .addInclude()
                      .setSystem("http://s")
                      .addFilter()
                      .setProperty("concept")
                      .setOp(ValueSet.FilterOperator.ISA)
                      .setValue("tumour"))
          .with("tumour", new Condition(), c -> c.setCode(concept("http://s", "tumour", "")))
          .with("liver", new Condition(), c -> c.setCode(concept("http://s", "liver", "")))
          .with("unknown", new Condition(), c -> c.setCode(concept("http://x", "tumour", "")))
          .with(
              "calm",
              new Condition(),
              c -> {
                c.setCode(concept("http://m", "CALM", "").setText("Ruhe"));
                c.getMeta().addTag(coding("", "x", ""));
              })
          .with("none", new Condition(), c -> {});
    }
  }

  @Test
  void knowsTheSystemOfACode() {
    assertThat(Token.of(new Patient().setGender(AdministrativeGender.MALE).getGenderElement()))
        .containsExactly(new Token(GENDERS, "male", Token.Kind.CODED));
  }
}
