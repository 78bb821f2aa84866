package org.andiron.storage.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.Mockito.mock;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.andiron.storage.config.ConfigurationFileException;
import org.andiron.storage.config.ConfigurationFolder;
import org.andiron.storage.config.Definition;
import org.andiron.storage.packages.PackagesProperties.Reindex;
import org.hl7.fhir.r4.model.ImplementationGuide;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.util.unit.DataSize;

class PackageDefinitionsTest {

  @TempDir private Path root;

  private List<Definition> definitions() {
    return new PackageDefinitions(
            FhirContext.forR4Cached(),
            ConfigurationFolder.open(root),
            new PackagesProperties(Reindex.OFF, DataSize.ofMegabytes(1), 100),
            mock(JdbcOperations.class))
        .definitions();
  }

  private static String parameter(String code, String base) {
    return """
    {"resourceType": "SearchParameter", "id": "p-%s", "url": "http://example.org/p-%s",
     "version": "1.0.0", "name": "p", "status": "active", "description": "d", "code": "%s",
     "base": [%s], "type": "token", "expression": "Patient.active"}
    """
        .formatted(code, code, code, base);
  }

  private static String valueSet(String version) {
    return """
    {"resourceType": "ValueSet", "id": "vs", "url": "http://example.org/vs", "status": "active",
     "version": "%s"}
    """
        .formatted(version);
  }

  @Test
  void definitionsAreReadAndRecordsAreNot() throws IOException {
    PackageBuilder.named("example.one", "1.0.0")
        .file("package/a.json", valueSet("1.0.0"))
        .file("package/b.json", "{\"resourceType\": \"Patient\", \"nmae\": 1}")
        .file("package/c.json", "{\"openapi\": \"3\"}")
        .writeTo(root, "a.tgz");
    assertThat(definitions())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.id()).isEqualTo("vs-1.0.0");
              assertThat(it.packageId()).isEqualTo("example.one#1.0.0");
              assertThat(it.file()).isEqualTo("packages/a.tgz");
              assertThat(it.resource().getMeta().getSource())
                  .isEqualTo("urn:andiron:package:example.one:1.0.0");
            });
  }

  @Test
  void aSearchParameterThatRepeatsTheStandardIsNotInForce() throws IOException {
    PackageBuilder.named("example.one", "1.0.0")
        .file("package/a.json", parameter("birthdate", "\"Patient\""))
        .file("package/b.json", parameter("shoe", "\"Patient\""))
        .file("package/c.json", parameter("name", "\"Patient\", \"Encounter\""))
        .writeTo(root, "a.tgz");
    assertThat(definitions())
        .extracting(Definition::id, Definition::effective, Definition::appliesTo)
        .containsExactly(
            tuple("p-birthdate-1.0.0", false, List.of()),
            tuple("p-shoe-1.0.0", true, List.of("Patient")),
            tuple("p-name-1.0.0", true, List.of("Encounter")));
  }

  @Test
  void severalVersionsStandSideBySideAndTheSameVersionOfADefinitionOnce() throws IOException {
    PackageBuilder.named("example.one", "1.0.0")
        .file("package/a.json", valueSet("1.0.0"))
        .file("package/same.json", parameter("shoe", "\"Patient\""))
        .writeTo(root, "a.tgz");
    PackageBuilder.named("example.one", "2.0.0")
        .file("package/a.json", valueSet("2.0.0"))
        .file("package/same.json", parameter("shoe", "\"Patient\""))
        .writeTo(root, "b.tgz");
    assertThat(definitions())
        .extracting(Definition::id, Definition::packageId)
        .containsExactly(
            tuple("vs-2.0.0", "example.one#2.0.0"),
            tuple("p-shoe-1.0.0", "example.one#2.0.0"),
            tuple("vs-1.0.0", "example.one#1.0.0"));
  }

  @Test
  void twoDefinitionsWithOneIdAreToldApart() throws IOException {
    PackageBuilder.named("example.one", "1.0.0")
        .file("package/a.json", valueSet("1"))
        .file("package/b.json", valueSet("1").replace("example.org/vs", "example.org/other"))
        .writeTo(root, "a.tgz");
    assertThat(definitions())
        .extracting(Definition::id)
        .satisfiesExactly(
            id -> assertThat(id).isEqualTo("vs-1"),
            id -> assertThat(id).matches("vs-1-[0-9a-f]{8}"));
  }

  @Test
  void aDefinitionThatIsNotValidFhirIsRefusedWithItsPlace() throws IOException {
    PackageBuilder.named("example.one", "1.0.0")
        .file(
            "package/a.json",
            "{\"resourceType\": \"ValueSet\",\n \"url\": \"http://a\", \"nmae\": 1}")
        .writeTo(root, "a.tgz");
    assertThatExceptionOfType(ConfigurationFileException.class)
        .isThrownBy(this::definitions)
        .withMessage(
            "packages/a.tgz!package/a.json, line 2, column 21: unknown element \"nmae\" in"
                + " ValueSet");
  }

  @Test
  void theSamePackageTwiceIsRefused() throws IOException {
    PackageBuilder.named("example.one", "1.0.0").writeTo(root, "a.tgz");
    PackageBuilder.named("example.one", "1.0.0").writeTo(root, "b.tgz");
    assertThatExceptionOfType(ConfigurationFileException.class)
        .isThrownBy(this::definitions)
        .withMessage(
            "packages/b.tgz: is example.one#1.0.0, as is packages/a.tgz; remove one of them");
  }

  @Test
  void aReferenceToAPartOfThePackageBecomesItsUrl() throws IOException {
    PackageBuilder.named("example.one", "1.0.0")
        .file(
            "package/ig.json",
            """
            {"resourceType": "ImplementationGuide", "id": "ig", "url": "http://example.org/ig",
             "version": "1", "name": "Ig", "status": "active", "packageId": "example.one",
             "fhirVersion": ["4.0.1"],
             "definition": {"resource": [{"reference": {"reference": "Patient/example"}}]}}
            """)
        .writeTo(root, "a.tgz");
    ImplementationGuide guide = (ImplementationGuide) definitions().get(0).resource();
    Reference reference = guide.getDefinition().getResourceFirstRep().getReference();
    assertThat(reference.hasReference()).isFalse();
    assertThat(reference.getIdentifier().getValue())
        .isEqualTo("http://example.org/example.one/Patient/example");
  }
}
