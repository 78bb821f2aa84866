package org.andiron.consent.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.andiron.consent.enforcement.RuledRows.Row;
import org.hl7.fhir.r4.model.Observation;
import org.junit.jupiter.api.Test;

/** Which versions of a record are under which rules. */
class RecordRowsTest {

  private static final long PATIENT = 7;
  private static final long ONE = 100;
  private static final long OTHER = 200;

  private final RecordRows record = new RecordRows(PATIENT);

  private void version(long resource, long version, int rule) {
    record.add(stored(resource, version, true), Optional.of(rule));
  }

  private void free(long resource, long version) {
    record.add(stored(resource, version, true), Optional.empty());
  }

  private void deletion(long resource, long version) {
    record.add(stored(resource, version, false), Optional.empty());
  }

  private static StoredVersion stored(long resource, long version, boolean hasContent) {
    return new StoredVersion(
        resource,
        version,
        hasContent ? Optional.of(new Observation()) : Optional.empty(),
        Map.of(PATIENT, "p"),
        true);
  }

  private static Row closed(long resource, int rule, long from, long to) {
    return new Row(resource, PATIENT, rule, from, to);
  }

  private static Row open(long resource, int rule, long from) {
    return new Row(resource, PATIENT, rule, from, null);
  }

  @Test
  void nothingHasNoRows() {
    assertThat(record.end()).isEmpty();
    free(ONE, 1);
    assertThat(record.end()).isEmpty();
  }

  @Test
  void versionsInSuccessionUnderOneRuleAreOneRow() {
    version(ONE, 1, 5);
    version(ONE, 2, 5);
    version(ONE, 3, 5);
    assertThat(record.end()).containsExactly(open(ONE, 5, 1));
  }

  @Test
  void anotherRuleBeginsWhereTheFormerEnds() {
    version(ONE, 1, 5);
    version(ONE, 2, 5);
    version(ONE, 3, 6);
    version(ONE, 4, 5);
    assertThat(record.end())
        .containsExactly(closed(ONE, 5, 1, 3), closed(ONE, 6, 3, 4), open(ONE, 5, 4));
  }

  @Test
  void aVersionUnderNoRuleEndsTheRow() {
    free(ONE, 1);
    version(ONE, 2, 5);
    free(ONE, 3);
    free(ONE, 4);
    version(ONE, 5, 5);
    assertThat(record.end()).containsExactly(closed(ONE, 5, 2, 3), open(ONE, 5, 5));
  }

  @Test
  void aDeletionStaysUnderTheRuleOfTheVersionBefore() {
    version(ONE, 1, 5);
    deletion(ONE, 2);
    assertThat(record.end()).containsExactly(open(ONE, 5, 1));
  }

  @Test
  void whatComesBackAfterADeletionHasItsOwnRule() {
    version(ONE, 1, 5);
    deletion(ONE, 2);
    version(ONE, 3, 6);
    deletion(ONE, 4);
    free(ONE, 5);
    deletion(ONE, 6);
    assertThat(record.end()).containsExactly(closed(ONE, 5, 1, 3), closed(ONE, 6, 3, 5));
  }

  @Test
  void resourcesDoNotGoOnInEachOther() {
    version(ONE, 1, 5);
    version(OTHER, 1, 5);
    version(OTHER, 2, 5);
    assertThat(record.end()).containsExactly(open(ONE, 5, 1), open(OTHER, 5, 1));
  }

  @Test
  void theDeletionOfTheNextResourceIsUnderNoRuleOfThisOne() {
    version(ONE, 1, 5);
    deletion(OTHER, 1);
    free(OTHER, 2);
    assertThat(record.end()).containsExactly(open(ONE, 5, 1));
  }
}
