package org.andiron.risk.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.RiskAssessment;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.junit.jupiter.api.Test;

/**
 * The judge of all answers finds what is wrong, and the definitions that it judges by are right.
 */
class ConformanceTest {

  private static List<String> errors(Consumer<RiskAssessment> change) {
    RiskAssessment assessment = Scored.assessed("pce-2013", Scored.pooledCohort());
    change.accept(assessment);
    return Conformance.errors(Conformance.json(assessment));
  }

  /** ras-2. */
  @Test
  void aProbabilityIsAtMostHundred() {
    assertThat(errors(it -> it.getPredictionFirstRep().setProbability(new DecimalType("100.01"))))
        .singleElement()
        .satisfies(it -> assertThat(it).contains("ras-2"));
  }

  @Test
  void aRiskAssessmentHasASubject() {
    assertThat(errors(it -> it.setSubject(null)))
        .anyMatch(it -> it.contains("RiskAssessment.subject"));
  }

  @Test
  void anExtensionThatNobodyDefinedIsRefused() {
    assertThat(
            errors(
                it ->
                    it.addExtension(
                        new Extension("https://andiron.org/fhir/StructureDefinition/risk-else")
                            .setValue(new StringType("x")))))
        .isNotEmpty();
  }

  @Test
  void partsOfExtensionsAreThoseThatAreDefined() {
    assertThat(
            errors(
                it ->
                    it.getExtensionByUrl(RiskVocabulary.COMPUTATION)
                        .addExtension(new Extension("else", new StringType("x")))))
        .isNotEmpty();
    assertThat(
            errors(
                it ->
                    it.getExtensionByUrl(RiskVocabulary.COMPUTATION)
                        .getExtensionByUrl("inputHash")
                        .setValue(new CodeType("x"))))
        .isNotEmpty();
    assertThat(
            errors(
                it ->
                    it.getExtensionsByUrl(RiskVocabulary.INPUT)
                        .get(0)
                        .getExtension()
                        .removeIf(part -> part.getUrl().equals("value"))))
        .isNotEmpty();
  }

  @Test
  void otherLabelsAreCheckedAsBefore() {
    Coding label = RiskVocabulary.aiAsserted();
    assertThat(errors(it -> it.getMeta().addSecurity(label.copy().setCode("NOTHING"))))
        .anyMatch(it -> it.contains("NOTHING"));
    assertThat(
            errors(
                it -> it.getMeta().addSecurity(label.copy().setCode("CLINAST").setDisplay(null))))
        .isEmpty();
  }

  @Test
  void allExtensionsAreDefinedAndValid() {
    List<String> used =
        Stream.concat(
                Arrays.stream(RiskVocabulary.class.getDeclaredFields())
                    .filter(
                        it -> it.getType() == String.class && Modifier.isStatic(it.getModifiers()))
                    .map(ConformanceTest::text)
                    .filter(
                        it -> it.matches("https://andiron.org/fhir/StructureDefinition/risk-.+")),
                // Of reports on models, which are no answers.
                Stream.of("https://andiron.org/fhir/StructureDefinition/risk-interval"))
            .toList();
    assertThat(Conformance.definitions())
        .extracting(StructureDefinition::getUrl)
        .containsExactlyInAnyOrderElementsOf(used);
    Conformance.definitions()
        .forEach(
            it -> {
              assertThat(it.getUrl()).endsWith("/" + it.getIdElement().getIdPart());
              Conformance.valid(it);
            });
  }

  private static String text(Field field) {
    try {
      field.setAccessible(true);
      return (String) field.get(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
