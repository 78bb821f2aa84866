package org.andiron.audit.verification;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.andiron.audit.ledger.SignedTreeHead;

/**
 * What a verification found.
 *
 * @param records sealed records that were read and compared with their leaf
 * @param removed leaves whose records are lawfully gone
 * @param waiting records that are not sealed yet
 * @param heads signed heads that were checked
 * @param anchors anchored heads that were checked
 * @param timeStamps of heads that are in the log
 * @param timeStampsChecked whether they were; without certificates to trust they say nothing
 * @param head the last head, if there is one
 * @param findings what is wrong, by place; the first {@value Verifier#MOST_FINDINGS} of them
 * @param findingCount how much is wrong
 * @param elapsed how long it took
 */
public record VerificationReport(
    long records,
    long removed,
    long waiting,
    long heads,
    long anchors,
    long timeStamps,
    boolean timeStampsChecked,
    Optional<SignedTreeHead> head,
    List<Finding> findings,
    long findingCount,
    Duration elapsed) {

  public VerificationReport {
    findings = List.copyOf(findings);
  }

  /** This report, with more that is wrong, of which these are the first. */
  VerificationReport and(List<Finding> more, long count) {
    List<Finding> all =
        Stream.concat(findings.stream(), more.stream()).limit(Verifier.MOST_FINDINGS).toList();
    return new VerificationReport(
        records,
        removed,
        waiting,
        heads,
        anchors,
        timeStamps,
        timeStampsChecked,
        head,
        all,
        findingCount + count,
        elapsed);
  }

  /** Whether all holds. */
  public boolean holds() {
    return findingCount == 0;
  }

  /** Records that were checked in a second. */
  public long recordsPerSecond() {
    return Math.round((records + waiting) / Math.max(0.001, elapsed.toNanos() / 1e9));
  }
}
