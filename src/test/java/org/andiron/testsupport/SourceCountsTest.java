package org.andiron.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.andiron.testsupport.SourceCounts.TokenSearch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceCountsTest {

  private static final String PRACTITIONERS =
      """
      {"resourceType": "Bundle", "type": "batch", "meta": {"tag": []}, "entry": [
        {"resource": {"resourceType": "Practitioner"},
         "request": {"method": "POST", "url": "Practitioner", "ifNoneExist": "identifier=n|1"}},
        {"resource": {"resourceType": "Practitioner"},
         "request": {"method": "POST", "url": "Practitioner", "ifNoneExist": "identifier=n|2"}}
      ]}
      """;

  private static final String PATIENT =
      """
      {"resourceType": "Bundle", "type": "transaction", "entry": [
        {"fullUrl": "urn:uuid:o",
         "resource": {"resourceType": "Observation", "subject": {"reference": "urn:uuid:p"},
           "code": {"coding": [{"system": "l", "code": "a"}, {"system": "l", "code": "b"}]}},
         "request": {"method": "POST", "url": "Observation"}},
        {"fullUrl": "urn:uuid:p",
         "resource": {"resourceType": "Patient", "identifier": [
           {"system": "s", "value": "1"}, {"system": "t", "value": "2"}]},
         "request": {"method": "POST", "url": "Patient"}},
        {"resource": {"resourceType": "Claim", "patient": {"reference": "urn:uuid:p"},
           "code": {"coding": [{"system": "l", "code": "a"}]}},
         "request": {"method": "POST", "url": "Claim"}},
        {"resource": {"resourceType": "ImagingStudy", "subject": {"reference": "urn:uuid:p"},
           "series": [{"modality": {"system": "d", "code": "CT"}},
             {"modality": {"system": "d", "code": "CT"}},
             {"modality": {"system": "d", "code": "MR"}}]},
         "request": {"method": "POST", "url": "ImagingStudy"}}
      ]}
      """;

  @TempDir private Path folder;

  @Test
  void countsByTypePatientAndCode() throws IOException {
    Files.writeString(folder.resolve("patient.json"), PATIENT);

    SourceCounts counts = SourceCounts.of(folder);

    assertThat(counts.total()).isEqualTo(4);
    assertThat(counts.byType())
        .containsExactly(
            entry("Claim", 1L), entry("ImagingStudy", 1L),
            entry("Observation", 1L), entry("Patient", 1L));
    assertThat(counts.byPatient()).containsOnlyKeys("s|1");
    assertThat(counts.byPatient().get("s|1"))
        .containsExactly(entry("Claim", 1L), entry("ImagingStudy", 1L), entry("Observation", 1L));
    assertThat(counts.byCode())
        .containsOnlyKeys(TokenSearch.OBSERVATION_CODE, TokenSearch.IMAGING_STUDY_MODALITY);
    assertThat(counts.byCode().get(TokenSearch.OBSERVATION_CODE))
        .containsExactly(entry("l|a", 1L), entry("l|b", 1L));
  }

  @Test
  void aStudyWithTwoSeriesOfOneModalityCountsOnce() throws IOException {
    Files.writeString(folder.resolve("patient.json"), PATIENT);

    assertThat(SourceCounts.of(folder).byCode().get(TokenSearch.IMAGING_STUDY_MODALITY))
        .containsExactly(entry("d|CT", 1L), entry("d|MR", 1L));
  }

  @Test
  void aConditionalCreateCountsOnceInAllFiles() throws IOException {
    Files.writeString(folder.resolve("a.json"), PRACTITIONERS);
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve("b.json.gz")))) {
      out.write(PRACTITIONERS.replace("n|2", "n|3").getBytes(StandardCharsets.UTF_8));
    }

    assertThat(SourceCounts.of(folder).byType()).containsExactly(entry("Practitioner", 3L));
  }

  @Test
  void refusesWhatItCannotCount() throws IOException {
    Files.writeString(folder.resolve("a.json"), PATIENT.replace("POST", "PUT"));

    assertThatIllegalArgumentException().isThrownBy(() -> SourceCounts.of(folder));
  }

  @Test
  void theCohortOfTheTestsHasWhatItsReadmeSays() throws IOException {
    SourceCounts counts = SourceCounts.of(SyntheaCohort.folder());

    assertThat(counts.total()).isEqualTo(1293);
    assertThat(counts.byType())
        .containsEntry("Patient", 5L)
        .containsEntry("Practitioner", 20L)
        .containsEntry("Encounter", 85L)
        .containsEntry("DiagnosticReport", 123L)
        .containsEntry("ImagingStudy", 5L);
    assertThat(counts.byPatient()).hasSize(5);
  }
}
