package org.andiron.storage.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.r4.model.SearchParameter;
import org.hl7.fhir.r4.model.ValueSet;
import org.junit.jupiter.api.Test;

class PrecedenceTest {

  private static Definition definition(
      MetadataResource resource, String file, String id, String version) {
    resource.setUrl("http://example.org/it").setVersion(version);
    resource.setId(id);
    return new Definition(file, null, resource, resource.getUrl(), "sha", true, List.of("Patient"));
  }

  private static Definition valueSet(String file, String id, String version) {
    return definition(new ValueSet(), file, id, version);
  }

  private static Definition parameter(String file, String id, String version) {
    return definition(new SearchParameter(), file, id, version);
  }

  @Test
  void ofSeveralVersionsTheHighestIsMeantByAnUnversionedReference() {
    List<Definition> merged =
        Precedence.merge(
            List.of(
                List.of(valueSet("a", "a", "9.0.0")),
                List.of(valueSet("b", "b", "10.0.0"), valueSet("c", "c", "1.0.0"))));
    assertThat(merged)
        .filteredOn(Definition::effective)
        .extracting(Definition::id)
        .containsExactly("b");
    assertThat(merged).hasSize(3);
  }

  @Test
  void theSameVersionFromALaterSourceIsLeftOut() {
    List<Definition> merged =
        Precedence.merge(
            List.of(List.of(valueSet("a", "a", "1.0.0")), List.of(valueSet("b", "b", "1.0.0"))));
    assertThat(merged).extracting(Definition::id).containsExactly("a");
  }

  @Test
  void aSearchParameterOfTheOperatorStaysInForceAgainstAHigherVersionOfAPackage() {
    List<Definition> merged =
        Precedence.merge(
            List.of(
                List.of(parameter("a", "a", "1.0.0")),
                List.of(parameter("b", "b", "2.0.0"), parameter("c", "c", "3.0.0"))));
    assertThat(merged)
        .filteredOn(Definition::effective)
        .extracting(Definition::id)
        .containsExactly("a");
  }

  @Test
  void twoDefinitionsWithTheSameIdAreRefused() {
    List<List<Definition>> sources =
        List.of(
            List.of(valueSet("terminology/a.json", "same", "1")),
            List.of(valueSet("packages/b.tgz", "same", "2")));
    assertThatExceptionOfType(ConfigurationFileException.class)
        .isThrownBy(() -> Precedence.merge(sources))
        .withMessage("packages/b.tgz: ValueSet/same is already used by terminology/a.json");
  }
}
