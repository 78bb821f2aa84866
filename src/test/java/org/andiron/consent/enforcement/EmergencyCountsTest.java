package org.andiron.consent.enforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.andiron.consent.decision.Channel;
import org.andiron.consent.term.Code;
import org.andiron.visibility.Reader;
import org.junit.jupiter.api.Test;

/** Whose counts are noted. */
class EmergencyCountsTest {

  private final EmergencyCounts counts = new EmergencyCounts();
  private final SystemRequestDetails request = new SystemRequestDetails();

  private static Reader reader(String purpose) {
    return new RequestingParty(
            "Practitioner/1",
            null,
            new TreeSet<>(),
            Code.purpose(purpose).system() + "|" + purpose,
            Channel.INTERACTIVE)
        .reader();
  }

  private static List<Long> patients(long number) {
    return LongStream.rangeClosed(1, number).boxed().toList();
  }

  @Test
  void patientsOfAllCountsOfARequestAreNoted() {
    EmergencyCounts.begin(request, reader("BTG"));
    counts.counting(request, most -> List.of(1L, 2L));
    counts.counting(request, most -> List.of(2L, 3L));
    assertThat(EmergencyCounts.of(request).orElseThrow()).containsExactlyInAnyOrder(1L, 2L, 3L);
  }

  @Test
  void nothingIsLookedUpForAnotherPurpose() {
    EmergencyCounts.begin(request, reader("TREAT"));
    counts.counting(
        request,
        most -> {
          throw new AssertionError("looked up");
        });
    assertThat(EmergencyCounts.of(request)).isEmpty();
    assertThat(EmergencyCounts.of(null)).isEmpty();
  }

  @Test
  void whatCannotBeRecordedForEachIsNotCounted() {
    EmergencyCounts.begin(request, reader("BTG"));
    counts.counting(request, most -> patients(most - 1));
    assertThat(EmergencyCounts.of(request).orElseThrow()).hasSize(EmergencyCounts.MOST);
    assertThatThrownBy(() -> counts.counting(request, EmergencyCountsTest::patients))
        .isInstanceOf(ForbiddenOperationException.class)
        .hasMessageContaining("Narrow the search");
  }
}
