package org.andiron.audit.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.andiron.audit.ledger.Salt;
import org.andiron.audit.store.AuditLog;
import org.andiron.audit.store.Row;
import org.andiron.audit.store.SearchValues;
import org.andiron.testsupport.SmartIT;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** All records of one patient, in more than one portion. */
class AuditReaderIT extends SmartIT {

  @Autowired private AuditLog log;
  @Autowired private AuditReader reader;

  private static Row row(String patient, Instant recorded, int number) {
    return new Row(
        Row.newId(recorded),
        recorded,
        "{\"resourceType\":\"AuditEvent\",\"outcomeDesc\":\"" + number + "\"}",
        Salt.random(),
        new SearchValues(patient, "R", "0", "s|rest", List.of(), List.of(), Set.of()),
        false,
        null);
  }

  @Test
  void comeNewestFirstEachOnceAsTheyWere() {
    String patient = "reader-" + UUID.randomUUID();
    Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS).minus(1, ChronoUnit.SECONDS);
    // Several in one millisecond, and in one microsecond.
    List<Row> rows =
        IntStream.range(0, 1_200)
            .mapToObj(it -> row(patient, start.plus(it / 2 * 100L, ChronoUnit.MICROS), it))
            .toList();
    log.commit(rows);
    log.commit(List.of(row("another-" + patient, start, 0)));

    PatientLog all = reader.ofPatient(patient, start, Instant.now());
    log.commit(List.of(row(patient, start, -1)));
    // What is recorded after it was asked for is not among them, however often they are read.
    for (int i = 0; i < 2; i++) {
      List<AuditRecord> read = ImmutableList.copyOf(all);
      assertThat(read).hasSize(1_200).doesNotHaveDuplicates();
      assertThat(read)
          .extracting(AuditRecord::recorded)
          .isSortedAccordingTo(Comparator.reverseOrder());
      assertThat(read)
          .extracting(AuditRecord::id)
          .containsExactlyInAnyOrderElementsOf(rows.stream().map(Row::id).toList());
    }

    Instant later = start.plus(1_000 / 2 * 100L, ChronoUnit.MICROS);
    assertThat(reader.ofPatient(patient, later, Instant.now())).hasSize(200);
    assertThat(reader.ofPatient(patient, start, later)).hasSize(1_001);
    assertThat(reader.ofPatient("nobody-" + patient, Instant.EPOCH, Instant.now())).isEmpty();
  }
}
