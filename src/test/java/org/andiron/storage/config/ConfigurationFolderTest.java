package org.andiron.storage.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationFolderTest {

  @TempDir private Path root;

  private void write(String path) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "content of " + path);
  }

  @Test
  void aNamedFolderThatDoesNotExistIsRefused() {
    assertThatExceptionOfType(ConfigurationFileException.class)
        .isThrownBy(() -> ConfigurationFolder.open(root.resolve("absent")))
        .withMessageContaining("absent")
        .withMessageContaining("does not exist");
  }

  @Test
  void filesOfASectionAreListedByName() throws IOException {
    write("terminology/b.json");
    write("terminology/a.json");
    write("packages/c.tgz");
    ConfigurationFolder folder = ConfigurationFolder.open(root);
    assertThat(folder.files("terminology"))
        .extracting(ConfigurationFile::path)
        .containsExactly("terminology/a.json", "terminology/b.json");
    assertThat(folder.files("packages").get(0).read())
        .asString()
        .isEqualTo("content of packages/c.tgz");
    assertThat(folder.unknown()).isEmpty();
  }

  @Test
  void aFolderInAFolderIsASectionOfItsOwn() throws IOException {
    write("consent-policies/own.json");
    write("consent-policies/labels/hiv.json");
    ConfigurationFolder folder = ConfigurationFolder.open(root);
    assertThat(folder.files("consent-policies"))
        .extracting(ConfigurationFile::path)
        .containsExactly("consent-policies/own.json");
    assertThat(folder.files("consent-policies/labels"))
        .extracting(ConfigurationFile::path)
        .containsExactly("consent-policies/labels/hiv.json");
    assertThat(folder.unknown()).isEmpty();
  }

  @Test
  void whatHasNoMeaningIsReported() throws IOException {
    write("search-parameter/a.json");
    write("notes.txt");
    write("terminology/a.txt");
    write("terminology/deeper/a.json");
    write("packages/a.zip");
    assertThat(ConfigurationFolder.open(root).unknown())
        .containsExactly(
            "notes.txt",
            "packages/a.zip",
            "search-parameter/",
            "terminology/a.txt",
            "terminology/deeper");
  }

  @Test
  void policiesOfConsentHaveFoldersOfTheirOwn() throws IOException {
    write("consent-policies/organization.json");
    write("consent-policies/README.md");
    write("consent-policies/legal/court.json");
    write("consent-policies/labels/psy.json");
    ConfigurationFolder folder = ConfigurationFolder.open(root);
    assertThat(paths(folder, "consent-policies"))
        .containsExactly("consent-policies/organization.json");
    assertThat(paths(folder, "consent-policies/legal"))
        .containsExactly("consent-policies/legal/court.json");
    assertThat(paths(folder, "consent-policies/labels"))
        .containsExactly("consent-policies/labels/psy.json");
    assertThat(folder.unknown()).isEmpty();
  }

  private static List<String> paths(ConfigurationFolder folder, String section) {
    return folder.files(section).stream().map(ConfigurationFile::path).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "consent-policies/legal.txt",
        "consent-policies/lagal",
        "consent-policies/legal/court.txt",
        "consent-policies/legal/deeper"
      })
  void aPolicyThatWouldNotBeReadIsRefused(String path) throws IOException {
    write(path.contains(".txt") ? path : path + "/a.json");
    assertThatExceptionOfType(ConfigurationFileException.class)
        .isThrownBy(() -> ConfigurationFolder.open(root))
        .withMessageStartingWith(path + ": has no meaning here")
        .withMessageContaining("consent-policies/legal/*.json");
  }

  @Test
  void readMeAndHiddenFilesArePassedOver() throws IOException {
    write("README.md");
    write("terminology/README.md");
    write("packages/.gitkeep");
    write(".git/config");
    ConfigurationFolder folder = ConfigurationFolder.open(root);
    assertThat(folder.unknown()).isEmpty();
    assertThat(folder.files("terminology")).isEmpty();
    assertThat(folder.files("packages")).isEmpty();
  }

  @Test
  void eachRiskModelHasAFolderOfAnyName() throws IOException {
    write("risk-models/b/model.json");
    write("risk-models/a/model.json");
    write("risk-models/shared.json");
    write("risk-models/a/deeper/model.json");
    write("roles/a/role.json");
    ConfigurationFolder folder = ConfigurationFolder.open(root);
    assertThat(folder.folders("risk-models")).containsExactly("a", "b");
    assertThat(folder.files("risk-models/b"))
        .extracting(ConfigurationFile::path)
        .containsExactly("risk-models/b/model.json");
    assertThat(folder.unknown()).containsExactly("risk-models/a/deeper", "roles/a");
    assertThat(folder.folders("roles")).isEmpty();
  }

  @Test
  void withoutSettingThereIsADescriptionOfTheServer() {
    ConfigurationFolder folder = ConfigurationFolder.open(null);
    assertThat(folder.files("capability"))
        .extracting(ConfigurationFile::path)
        .containsExactly("capability/capability.json");
    assertThat(folder.unknown()).isEmpty();
  }
}
