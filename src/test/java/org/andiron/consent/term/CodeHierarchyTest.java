package org.andiron.consent.term;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The hierarchies are those of R4, as the library has them. */
class CodeHierarchyTest {

  private static final String LIBRARY = "/org/hl7/fhir/r4/model/valueset/v3-codesystems.xml";

  private static CodeSystem published(String url) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(CodeHierarchyTest.class.getResourceAsStream(LIBRARY))) {
      Bundle bundle =
          FhirContext.forR4Cached()
              .newXmlParser()
              .parseResource(Bundle.class, new InputStreamReader(in, StandardCharsets.UTF_8));
      return bundle.getEntry().stream()
          .map(Bundle.BundleEntryComponent::getResource)
          .filter(CodeSystem.class::isInstance)
          .map(CodeSystem.class::cast)
          .filter(it -> url.equals(it.getUrl()))
          .findFirst()
          .orElseThrow();
    }
  }

  /** Parents of each code below one. */
  private static TreeMap<String, TreeSet<String>> below(
      List<ConceptDefinitionComponent> concepts, String root, boolean inside) {
    TreeMap<String, TreeSet<String>> parents = new TreeMap<>();
    for (ConceptDefinitionComponent concept : concepts) {
      boolean now = inside || concept.getCode().equals(root);
      if (now) {
        for (ConceptDefinitionComponent child : concept.getConcept()) {
          parents.computeIfAbsent(child.getCode(), it -> new TreeSet<>()).add(concept.getCode());
        }
      }
      below(concept.getConcept(), root, now)
          .forEach(
              (code, more) -> parents.computeIfAbsent(code, it -> new TreeSet<>()).addAll(more));
    }
    return parents;
  }

  private static TreeMap<String, TreeSet<String>> packaged(String resource) throws IOException {
    TreeMap<String, TreeSet<String>> parents = new TreeMap<>();
    try (InputStream in =
        Objects.requireNonNull(CodeHierarchyTest.class.getResourceAsStream(resource))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.lines().filter(it -> it.matches("\\w+ \\w+")).toList()) {
        String[] words = line.split(" ");
        parents.computeIfAbsent(words[0], it -> new TreeSet<>()).add(words[1]);
      }
    }
    return parents;
  }

  @ParameterizedTest
  @CsvSource({
    "http://terminology.hl7.org/CodeSystem/v3-ActReason, PurposeOfUse, /consent/purposes.txt, 59",
    "http://terminology.hl7.org/CodeSystem/v3-ActCode, _InformationSensitivityPolicy,"
        + " /consent/sensitivities.txt, 44"
  })
  void theFilesSayWhatThePublishedCodeSystemsSay(
      String system, String root, String resource, int size) throws IOException {
    TreeMap<String, TreeSet<String>> published = below(published(system).getConcept(), root, false);
    assertThat(packaged(resource)).hasSize(size).isEqualTo(published);
  }

  @ParameterizedTest
  @CsvSource({
    "PurposeOfUse, BTG, true",
    "TREAT, BTG, true",
    "ETREAT, BTG, true",
    "BTG, ETREAT, false",
    "HRESCH, CLINTRCHNPC, true",
    "HRESCH, HRESCH, true",
    "HRESCH, TREAT, false",
    "HRESCH, unheard-of, false"
  })
  void aPurposeIncludesItsKinds(String general, String special, boolean includes) {
    assertThat(CodeHierarchy.PURPOSES.subsumes(Code.purpose(general), Code.purpose(special)))
        .isEqualTo(includes);
  }

  @Test
  void codesOfOtherSystemsIncludeThemselvesOnly() {
    Code own = new Code("urn:own", "TREAT");
    assertThat(CodeHierarchy.PURPOSES.subsumes(own, own)).isTrue();
    assertThat(CodeHierarchy.PURPOSES.subsumes(own, Code.purpose("ETREAT"))).isFalse();
    assertThat(CodeHierarchy.PURPOSES.subsumes(Code.purpose("TREAT"), new Code("", "ETREAT")))
        .isFalse();
  }

  @Test
  void substanceAbuseIncludesAlcoholAndOpioids() {
    for (String kind : List.of("ETHUD", "OPIOIDUD")) {
      for (String general : List.of("ETH", "SUD", "SPI")) {
        assertThat(
                CodeHierarchy.SENSITIVITIES.subsumes(
                    Code.sensitivity(general), Code.sensitivity(kind)))
            .as(general + " " + kind)
            .isTrue();
      }
    }
  }

  @Test
  void aLabelOfAnUnknownSystemMayBeASensitivity() {
    List<Code> labels = new ArrayList<>();
    labels.add(Code.sensitivity("HIV"));
    labels.add(new Code("urn:own", "secret"));
    assertThat(labels).allMatch(CodeHierarchy::isSensitivity);
    assertThat(
            List.of(
                Code.purpose("HTEST"),
                Code.sensitivity("OPTIN"),
                new Code(CodeSystems.CONFIDENTIALITY, "R")))
        .noneMatch(CodeHierarchy::isSensitivity);
  }
}
