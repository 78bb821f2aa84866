package org.andiron.storage.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.andiron.storage.config.ConfigurationFile;
import org.andiron.storage.config.ConfigurationFileException;
import org.andiron.storage.packages.FhirPackage.Entry;
import org.andiron.storage.packages.PackagesProperties.Reindex;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.unit.DataSize;

class PackageArchiveTest {

  private static final PackagesProperties LIMITS =
      new PackagesProperties(Reindex.OFF, DataSize.ofKilobytes(64), 20);

  private static FhirPackage read(byte[] archive) {
    return new PackageArchive(LIMITS)
        .read(new ConfigurationFile("packages/a.tgz", new ByteArrayResource(archive)));
  }

  private static void refused(byte[] archive, String reason) {
    assertThatExceptionOfType(ConfigurationFileException.class)
        .isThrownBy(() -> read(archive))
        .withMessageStartingWith("packages/a.tgz")
        .withMessageContaining(reason);
  }

  @Test
  void aPackageIsReadWithItsManifestAndTheFilesOfItsFolder() {
    FhirPackage read =
        read(
            PackageBuilder.named("example.one", "1.2.3")
                .file("package/StructureDefinition-a.json", "{}")
                .file("package/example/Patient-b.json", "{}")
                .file("package/.index.json", "{}")
                .file("package/notes.txt", "x")
                .file("other/c.json", "{}")
                .build());
    assertThat(read.id()).isEqualTo("example.one#1.2.3");
    assertThat(read.canonical()).isEqualTo("http://example.org/example.one");
    assertThat(read.title()).isEqualTo("Example");
    assertThat(read.dependencies()).containsEntry("example.absent", "1.0.0");
    assertThat(read.entries())
        .extracting(Entry::name)
        .containsExactly("StructureDefinition-a.json");
  }

  @Nested
  class Damaged {

    @Test
    void whatIsNotCompressedIsRefused() {
      refused(
          "not an archive".getBytes(StandardCharsets.UTF_8), "is not a gzip-compressed archive");
    }

    @Test
    void anEmptyFileIsRefused() {
      refused(new byte[0], "ends too early");
    }

    @Test
    void aTruncatedArchiveIsRefusedWhereverItEnds() {
      byte[] whole =
          PackageBuilder.named("example.one", "1.0.0").file("package/a.json", "{}").build();
      for (int length = 1; length < whole.length; length++) {
        refused(Arrays.copyOf(whole, length), "truncated");
      }
    }

    @Test
    void anArchiveWithAWrongCheckSumIsRefused() {
      byte[] archive = PackageBuilder.named("example.one", "1.0.0").build();
      archive[archive.length - 6] ^= 1;
      refused(archive, "is damaged");
    }

    @Test
    void compressedTextIsRefused() throws Exception {
      refused(PackageBuilder.compress("text".repeat(300).getBytes(StandardCharsets.UTF_8)), "");
    }
  }

  @Nested
  class Dangerous {

    @Test
    void aPathThatLeavesThePackageIsRefused() {
      for (String path :
          new String[] {
            "../a.json", "package/../../a.json", "/etc/a.json", "C:\\a.json", "package\\..\\a.json"
          }) {
        refused(
            PackageBuilder.named("example.one", "1.0.0").file(path, "{}").build(),
            "a path that leaves the package");
      }
    }

    @Test
    void aLinkIsRefused() {
      refused(
          PackageBuilder.named("example.one", "1.0.0")
              .link("package/a.json", "/etc/passwd")
              .build(),
          "neither file nor folder: package/a.json");
    }

    @Test
    void anArchiveThatUnpacksToMoreThanTheLimitIsRefused() {
      PackageBuilder builder = PackageBuilder.named("example.one", "1.0.0");
      builder.file("package/a.json", " ".repeat(40_000)).file("other/b.json", " ".repeat(40_000));
      refused(builder.build(), "unpacks to more than");
    }

    @Test
    void manyEntriesAreRefused() {
      PackageBuilder builder = PackageBuilder.named("example.one", "1.0.0");
      for (int i = 0; i < 20; i++) {
        builder.file("package/" + i + ".json", "{}");
      }
      refused(builder.build(), "has more than 20 entries");
    }

    @Test
    void aBombBehindTheEndOfTheArchiveIsRefused() throws Exception {
      refused(PackageBuilder.compress(new byte[1_000_000]), "unpacks to more than");
    }
  }

  @Nested
  class NotAPackage {

    @Test
    void anArchiveWithoutManifestIsRefused() {
      refused(
          PackageBuilder.empty().file("package/a.json", "{}").build(),
          "has no package/package.json");
    }

    @Test
    void aManifestThatIsNotJsonIsRefusedWithItsPlace() {
      refused(
          PackageBuilder.empty().file("package/package.json", "{\n\"name\": }").build(),
          "packages/a.tgz!package/package.json, line 2, column ");
    }

    @Test
    void aManifestWithoutNameOrVersionIsRefused() {
      refused(
          PackageBuilder.empty().file("package/package.json", "{\"version\": \"1\"}").build(),
          "name is missing or malformed");
      refused(
          PackageBuilder.empty().file("package/package.json", "{\"name\": \"a\"}").build(),
          "version is missing or malformed");
    }

    @Test
    void aPackageForAnotherFhirVersionIsRefused() {
      String manifest = "{\"name\": \"a\", \"version\": \"1\", \"fhirVersions\": [\"5.0.0\"]}";
      refused(
          PackageBuilder.empty().file("package/package.json", manifest).build(),
          "is for FHIR [\"5.0.0\"]; this server speaks FHIR R4");
    }
  }
}
