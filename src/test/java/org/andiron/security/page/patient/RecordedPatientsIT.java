package org.andiron.security.page.patient;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.andiron.security.KnownUser;
import org.andiron.security.page.patient.PatientDirectory.FoundPatients;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.SmartIT;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Users choose among the patients whom they may see, page by page. */
class RecordedPatientsIT extends SmartIT {

  private static final int REST = 3;

  @Autowired private PatientDirectory directory;

  private FoundPatients search(KnownUser user, String family, int page) {
    return directory.search(user, PatientQuery.of(family, "", "").orElseThrow(), page);
  }

  @Test
  void pagesAreFullAndTheLastOneIsKnown() {
    String family = "Page" + UUID.randomUUID().toString().substring(0, 8);
    FhirHttp backend = http(token("system/*.cruds"));
    String id = "";
    for (int i = 0; i < PatientDirectory.PAGE_SIZE + REST; i++) {
      id =
          backend
              .post(
                  "Patient",
                  "{\"resourceType\": \"Patient\", \"name\": [{\"family\": \"%s\"}]}"
                      .formatted(family))
              .id();
    }
    KnownUser nurse = new KnownUser("n", "N", Optional.of("Practitioner/n"), Set.of("nurse"));
    FoundPatients first = search(nurse, family, 0);
    assertThat(first.entries()).hasSize(PatientDirectory.PAGE_SIZE);
    assertThat(first.more()).isTrue();
    FoundPatients last = search(nurse, family, 1);
    assertThat(last.entries()).hasSize(REST).doesNotContainAnyElementsOf(first.entries());
    assertThat(last.more()).isFalse();

    KnownUser patient = new KnownUser("p", "P", Optional.of("Patient/" + id), Set.of("patient"));
    assertThat(search(patient, family, 0).entries())
        .extracting(PatientEntry::id)
        .containsExactly(id);
    assertThat(search(patient, family, 0).more()).isFalse();
  }
}
