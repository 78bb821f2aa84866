package org.andiron.storage.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDefinitionsTest {

  @TempDir private Path root;

  private void valueSet(String name, String url, String version, String id) throws IOException {
    Path folder = Files.createDirectories(root.resolve("terminology"));
    String idElement = id.isEmpty() ? "" : "\"id\": \"" + id + "\", ";
    Files.writeString(
        folder.resolve(name),
        """
        {"resourceType": "ValueSet", %s"status": "active",
         "url": "%s", "version": "%s"}
        """
            .formatted(idElement, url, version));
  }

  private FileDefinitions read() {
    return new FileDefinitions(FhirContext.forR4Cached(), ConfigurationFolder.open(root));
  }

  @Test
  void aResourceWithoutIdGetsAStableOneFromItsUrl() throws IOException {
    valueSet("a.json", "http://example.org/ValueSet/Shoe Sizes", "1", "");
    String id = read().definitions().get(0).id();
    assertThat(id).matches("shoe-sizes-[0-9a-f]{8}").isEqualTo(read().definitions().get(0).id());
  }

  @Test
  void aResourceKeepsItsOwnIdAndSaysWhereItComesFrom() throws IOException {
    valueSet("a.json", "http://example.org/vs", "1", "mine");
    Definition definition = read().definitions().get(0);
    assertThat(definition.id()).isEqualTo("mine");
    assertThat(definition.resource().getMeta().getSource())
        .isEqualTo("urn:andiron:fhir-config:terminology/a.json");
  }

  @Test
  void severalVersionsOfAValueSetStandSideBySide() throws IOException {
    valueSet("a.json", "http://example.org/vs", "1", "one");
    valueSet("b.json", "http://example.org/vs", "2", "two");
    assertThat(read().definitions()).extracting(Definition::version).containsExactly("1", "2");
  }

  @Test
  void theSameUrlAndVersionInTwoFilesIsRefused() throws IOException {
    valueSet("a.json", "http://example.org/vs", "1", "one");
    valueSet("b.json", "http://example.org/vs", "1", "two");
    assertThatExceptionOfType(ConfigurationFileException.class)
        .isThrownBy(this::read)
        .withMessage(
            "terminology/b.json, line 2, column 9: the canonical URL http://example.org/vs is"
                + " already used by terminology/a.json");
  }

  @Test
  void theSameIdInTwoFilesIsRefused() throws IOException {
    valueSet("a.json", "http://example.org/vs1", "1", "one");
    valueSet("b.json", "http://example.org/vs2", "1", "one");
    assertThatExceptionOfType(ConfigurationFileException.class)
        .isThrownBy(this::read)
        .withMessageContaining("terminology/b.json, line 1")
        .withMessageContaining("the id one is already used by terminology/a.json");
  }

  @Test
  void theFingerprintChangesWithTheContent() throws IOException {
    valueSet("a.json", "http://example.org/vs", "1", "one");
    String before = read().fingerprint();
    assertThat(read().fingerprint()).isEqualTo(before);
    valueSet("a.json", "http://example.org/vs", "2", "one");
    assertThat(read().fingerprint()).isNotEqualTo(before);
  }
}
