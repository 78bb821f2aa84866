package org.andiron.storage.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    write("consent-policies/labels/hiv.txt");
    ConfigurationFolder folder = ConfigurationFolder.open(root);
    assertThat(folder.files("consent-policies"))
        .extracting(ConfigurationFile::path)
        .containsExactly("consent-policies/own.json");
    assertThat(folder.files("consent-policies/labels"))
        .extracting(ConfigurationFile::path)
        .containsExactly("consent-policies/labels/hiv.json");
    assertThat(folder.unknown()).containsExactly("consent-policies/labels/hiv.txt");
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
  void withoutSettingThereIsADescriptionOfTheServer() {
    ConfigurationFolder folder = ConfigurationFolder.open(null);
    assertThat(folder.files("capability"))
        .extracting(ConfigurationFile::path)
        .containsExactly("capability/capability.json");
    assertThat(folder.unknown()).isEmpty();
  }
}
