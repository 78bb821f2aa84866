package org.andiron.storage.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DistributionsTest {

  private static final Progress SILENT =
      new Progress() {
        @Override
        public void read(long bytes) {
          // Nobody looks.
        }

        @Override
        public void written(int concepts, int of) {
          // Nobody looks.
        }
      };

  @TempDir private Path folder;

  /** Everything that is in a distribution, as lines of text. */
  private record Content(
      Edition edition, Concepts concepts, List<String> properties, List<String> designations) {

    List<String> parents(String code) {
      return Arrays.stream(concepts.parents(concepts.find(code)))
          .mapToObj(concepts::code)
          .sorted()
          .toList();
    }

    String display(String code) {
      return String.valueOf(concepts.display(concepts.find(code)));
    }
  }

  private Content read(Path file, String... languages) throws IOException {
    try (Archive archive = Archive.open(file, SILENT)) {
      Distribution distribution = Distributions.in(archive, List.of(languages));
      Concepts concepts = distribution.concepts();
      List<String> properties = new ArrayList<>();
      distribution.properties(
          concepts,
          (concept, property, value, isCode) ->
              properties.add(concepts.code(concept) + " " + property + " " + value));
      List<String> designations = new ArrayList<>();
      distribution.designations(
          concepts,
          (concept, language, use, value) ->
              designations.add(concepts.code(concept) + " " + language + " " + value));
      return new Content(distribution.edition(), concepts, properties, designations);
    }
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private void refused(Path file, String why) {
    assertThatExceptionOfType(UnusableArchiveException.class)
        .isThrownBy(() -> read(file, "en"))
        .withMessageContaining(why);
  }

  @Nested
  class Snomed {

    private final SyntheticSnomed release = new SyntheticSnomed("INT", "20260101", 60);

    private Path zip() {
      return release.zip().writeTo(folder.resolve("anything.zip"));
    }

    @Test
    void theVersionIsOfEditionAndDate() throws IOException {
      assertThat(read(zip(), "en").edition())
          .isEqualTo(
              new Edition(
                  "http://snomed.info/sct",
                  "http://snomed.info/sct/900000000000207008/version/20260101",
                  "SNOMED CT",
                  "http://snomed.info/sct/900000000000207008"));
    }

    @Test
    void anEditionIsKnownByTheModuleOfItsNamespace() throws IOException {
      Path file =
          new SyntheticSnomed("XX1000999", "20260301", 10)
              .zip()
              .writeTo(folder.resolve("edition.zip"));
      assertThat(read(file, "en").edition().branch())
          .isEqualTo("http://snomed.info/sct/" + SyntheticSnomed.EDITION_MODULE);
    }

    @Test
    void theDisplayIsThePreferredTermOfTheLanguage() throws IOException {
      String code = SyntheticSnomed.id(7);
      assertThat(read(zip(), "en").display(code)).isEqualTo("Color of matter 7");
      assertThat(read(zip(), "en-GB").display(code)).isEqualTo("Colour of matter 7");
      assertThat(read(zip(), "fr").display(code)).isEqualTo("Color of matter 7");
    }

    @Test
    void termsMayHaveQuotesAndConceptsMayBeInactive() throws IOException {
      Content content = read(zip(), "en");
      assertThat(content.display(SyntheticSnomed.RETIRED))
          .isEqualTo("Retired \"matter\" (invention)");
      assertThat(content.concepts().isInactive(content.concepts().find(SyntheticSnomed.RETIRED)))
          .isTrue();
      assertThat(content.parents(SyntheticSnomed.RETIRED)).isEmpty();
    }

    @Test
    void onlyActiveRelationshipsCount() throws IOException {
      Content content = read(zip(), "en");
      String code = SyntheticSnomed.id(9);
      assertThat(content.parents(code)).containsExactly(SyntheticSnomed.id(1));
      assertThat(content.properties())
          .contains(code + " " + SyntheticSnomed.ATTRIBUTE + " " + SyntheticSnomed.id(6))
          .doesNotContain(code + " " + SyntheticSnomed.ATTRIBUTE + " " + SyntheticSnomed.id(4))
          .contains(SyntheticSnomed.id(50) + " memberOf " + SyntheticSnomed.REFERENCE_SET)
          .contains(code + " sufficientlyDefined true");
    }

    @Test
    void whatLacksSomethingIsRefused() {
      refused(
          release
              .zip()
              .without("_Relationship_Snapshot_INT_20260101.txt")
              .writeTo(folder.resolve("a.zip")),
          "no snapshot of relationships");
      refused(
          new ZipBuilder()
              .entry("Full/Terminology/sct2_Concept_Full_INT_20260101.txt", "id")
              .writeTo(folder.resolve("b.zip")),
          "no Snapshot");
      refused(
          new SyntheticSnomed("XX1000998", "20260301", 10).zip().writeTo(folder.resolve("c.zip")),
          "XX1000998");
      refused(
          release
              .zip()
              .entry(
                  "SnomedCT_Release_INT_20260101T120000Z/Snapshot/Terminology/"
                      + "sct2_Concept_Snapshot_INT_20260101.txt",
                  "id\teffectiveTime\tactive\tmoduleId\tdefinitionStatusId",
                  "1\t2\t1\t4\t5")
              .writeTo(folder.resolve("d.zip")),
          "extension without the edition");
    }

    @Test
    void aDamagedLineIsNamed() {
      String path =
          "SnomedCT_Release_INT_20260101T120000Z/Snapshot/Terminology/"
              + "sct2_Concept_Snapshot_INT_20260101.txt";
      refused(
          release
              .zip()
              .entry(path, "id\teffectiveTime\tactive\tmoduleId\tdefinitionStatusId", "1\t2")
              .writeTo(folder.resolve("a.zip")),
          "line 2");
      refused(
          release.zip().entry(path, "id\tactive").writeTo(folder.resolve("b.zip")),
          "no column moduleId, definitionStatusId");
    }
  }

  @Nested
  class Loinc {

    private static final String OLD = "MultiAxialHierarchy/MultiAxialHierarchy.csv";
    private static final String NEW = "ComponentHierarchyBySystem/ComponentHierarchyBySystem.csv";

    @ParameterizedTest
    @CsvSource({"Loinc_2.78.zip, 2.78", "loinc-complete.zip, 2.78", "Loinc_2.81_Hotfix.zip, 2.81"})
    void theVersionIsOfTheNameOrOfTheNewestTerm(String name, String version) throws IOException {
      assertThat(read(SyntheticLoinc.zip(NEW).writeTo(folder.resolve(name)), "en").edition())
          .isEqualTo(new Edition("http://loinc.org", version, "LOINC", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {OLD, NEW})
    void theHierarchyIsReadUnderItsOldAndItsNewName(String hierarchy) throws IOException {
      Content content =
          read(SyntheticLoinc.zip(hierarchy).writeTo(folder.resolve("Loinc_2.78.zip")), "en");
      assertThat(content.parents("90002-2")).containsExactly("LP90002-2");
      assertThat(content.parents("LP90002-2")).containsExactly("LP90001-1");
      assertThat(content.display("90001-1")).isEqualTo("Inventase, in a \"vial\"");
      assertThat(content.display("LP90002-2")).isEqualTo("Inventol");
      assertThat(content.concepts().isInactive(content.concepts().find("90003-3"))).isTrue();
    }

    @Test
    void answersAndGroupsAndPartsAreProperties() throws IOException {
      Content content =
          read(SyntheticLoinc.zip(NEW).writeTo(folder.resolve("Loinc_2.78.zip")), "en");
      assertThat(content.properties())
          .contains(
              "LA90001-1 memberOf LL9001-1",
              "LA90001-1 memberOf LL9002-2",
              "90004-4 answer-list LL9001-1",
              "90002-2 memberOf LG9001-1",
              "90002-2 COMPONENT LP90002-2",
              "90002-2 COMPONENT Inventol");
    }

    @Test
    void variantsOfWantedLanguagesAreDesignations() throws IOException {
      Path file = SyntheticLoinc.zip(NEW).writeTo(folder.resolve("Loinc_2.78.zip"));
      assertThat(read(file, "en", "de").designations())
          .contains("90001-1 de-DE Erfindase im Fläschchen", "90001-1 en Inv");
      assertThat(read(file, "en").designations()).noneMatch(it -> it.contains("de-DE"));
    }
  }

  @Nested
  class Icd {

    @Test
    void clamlHasItsHierarchyInAnyOrderAndItsModifiers() throws IOException {
      Content content = read(file("icd10.xml", SyntheticIcd.CLAML), "en");
      assertThat(content.edition())
          .isEqualTo(new Edition("http://hl7.org/fhir/sid/icd-10", "2019", "ICD-10", null));
      assertThat(content.parents("X90.1")).containsExactly("X90");
      assertThat(content.parents("X90")).containsExactly("X90-X91");
      assertThat(content.parents("X90-X91")).containsExactly("XX");
      assertThat(content.display("X90.1")).isEqualTo("Ache of invention");
      assertThat(content.display("X91.0")).isEqualTo("Fumes: With smoke");
      assertThat(content.parents("X91.1")).containsExactly("X91");
      assertThat(content.designations()).containsExactly("X90.1 en Inventor's ache");
    }

    @Test
    void clamlMayBeInAZipFile() throws IOException {
      Path file =
          new ZipBuilder()
              .entry("readme.txt", "x")
              .entry("other.xml", "<Other/>")
              .entry("icd/icd10.xml", SyntheticIcd.CLAML)
              .writeTo(folder.resolve("icd.zip"));
      assertThat(read(file, "en").edition().version()).isEqualTo("2019");
    }

    @Test
    void theTabularListHasSeventhCharacters() throws IOException {
      Content content = read(file("tabular.xml", SyntheticIcd.ICD_10_CM), "en");
      assertThat(content.edition())
          .isEqualTo(new Edition("http://hl7.org/fhir/sid/icd-10-cm", "2026", "ICD-10-CM", null));
      assertThat(content.parents("S90.0XXA")).containsExactly("S90.0");
      assertThat(content.display("S90.1XXD")).isEqualTo("Large bump of the head, later visit");
      assertThat(content.parents("S90.0")).containsExactly("S90");
      assertThat(content.parents("S90")).containsExactly("S90-S91");
      assertThat(content.parents("S90-S91")).containsExactly("19");
      assertThat(content.concepts().find("S91.XXXA")).isEqualTo(-1);
      assertThat(content.designations()).contains("S90.0 en Knock", "S90.0 en Dent");
    }

    @Test
    void anUnknownClassificationIsRefusedByItsName() throws IOException {
      refused(
          file("a.xml", SyntheticIcd.CLAML.replace("name=\"ICD-10\"", "name=\"Rocks\"")), "Rocks");
      refused(file("b.xml", SyntheticIcd.CLAML.replace("</ClaML>", "")), "not valid XML");
    }
  }

  @Test
  void whatIsNoneOfTheseIsRefusedWithWhatItIs() throws IOException {
    refused(file("a.zip", "no zip file"), "not a whole zip file");
    refused(new ZipBuilder().entry("a/b.txt", "x").writeTo(folder.resolve("b.zip")), "a/b.txt");
    refused(file("c.xml", "<CodeSystem xmlns='http://hl7.org/fhir'/>"), "CodeSystem");
    refused(file("d.xml", "nothing"), "d.xml");
  }

  @Test
  void documentTypesAreNotFollowed() throws IOException {
    Path secret = file("secret.txt", "secret");
    String xml =
        SyntheticIcd.CLAML
            .replace(
                "<!DOCTYPE ClaML SYSTEM \"ClaML.dtd\">",
                "<!DOCTYPE ClaML [<!ENTITY s SYSTEM \"" + secret.toUri() + "\">]>")
            .replace("Inventor's ache", "&s;");
    try {
      assertThat(read(file("a.xml", xml), "en").designations())
          .noneMatch(it -> it.contains("secret"));
    } catch (UnusableArchiveException refused) {
      assertThat(refused).hasMessageContaining("not valid XML");
    }
  }
}
