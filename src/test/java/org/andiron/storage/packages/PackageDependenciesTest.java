package org.andiron.storage.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PackageDependenciesTest {

  private static List<String> missing(String version, String... present) {
    FhirPackage fhirPackage =
        new FhirPackage("f", "n", "1", null, null, Map.of("example.base", version), List.of());
    return PackageDependencies.missing(fhirPackage, Set.of(present));
  }

  @Test
  void aDependencyThatIsNotThereIsNamedWithItsVersion() {
    assertThat(missing("2.0.0", "example.base#1.0.0")).containsExactly("example.base#2.0.0");
    assertThat(missing("2.0.0", "example.base#2.0.0")).isEmpty();
  }

  @Test
  void aPatchWildcardIsMetByAnyPatch() {
    assertThat(missing("2.0.x", "example.base#2.0.7")).isEmpty();
    assertThat(missing("2.0.x", "example.base#2.1.0")).containsExactly("example.base#2.0.x");
  }

  @Test
  void currentIsMetByAnyVersion() {
    assertThat(missing("current", "example.base#0.1.0")).isEmpty();
    assertThat(missing("current", "example.other#0.1.0")).containsExactly("example.base#current");
  }

  @Test
  void theCoreOfFhirR4IsBuiltIn() {
    FhirPackage fhirPackage =
        new FhirPackage("f", "n", "1", null, null, Map.of("hl7.fhir.r4.core", "4.0.1"), List.of());
    assertThat(PackageDependencies.missing(fhirPackage, Set.of())).isEmpty();
  }
}
