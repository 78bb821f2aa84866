package org.andiron.risk.training;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of a cohort on the way to examples: the figures of a flow diagram. Patients are those
 * excluded and those with index times; index times are those excluded and the examples.
 *
 * @param patients in all
 * @param patientsExcluded by reason
 * @param indexTimes of the others
 * @param indexTimesExcluded by reason
 * @param washedOut of those, by washout
 * @param patientsWithExamples who have one or more
 * @param events examples with the outcome; 0 of continuous outcomes
 * @see <a href="https://www.tripod-statement.org/">TRIPOD, flow of participants</a>
 */
public record CohortFlow(
    long patients,
    Map<ExclusionReason, Long> patientsExcluded,
    long indexTimes,
    Map<ExclusionReason, Long> indexTimesExcluded,
    Map<String, Long> washedOut,
    long patientsWithExamples,
    long examples,
    long events) {

  /** Of nobody. */
  public static final CohortFlow NONE = new CohortFlow(0, Map.of(), 0, Map.of(), Map.of(), 0, 0, 0);

  /**
   * @throws IllegalArgumentException if the figures do not add up
   */
  public CohortFlow {
    patientsExcluded = byReason(patientsExcluded, true);
    indexTimesExcluded = byReason(indexTimesExcluded, false);
    washedOut = Collections.unmodifiableMap(new TreeMap<>(washedOut));
    if (sum(indexTimesExcluded) + examples != indexTimes
        || sum(washedOut) != indexTimesExcluded.getOrDefault(ExclusionReason.WASHED_OUT, 0L)
        || sum(patientsExcluded) + patientsWithExamples > patients
        || events > examples) {
      throw new IllegalArgumentException("the figures of a flow do not add up");
    }
  }

  private static Map<ExclusionReason, Long> byReason(
      Map<ExclusionReason, Long> counts, boolean ofPatients) {
    Map<ExclusionReason, Long> sorted = new EnumMap<>(ExclusionReason.class);
    sorted.putAll(counts);
    if (sorted.keySet().stream().anyMatch(reason -> reason.isOfPatients() != ofPatients)) {
      throw new IllegalArgumentException("a reason is of patients or of times");
    }
    return Collections.unmodifiableMap(sorted);
  }

  /** Of one patient who is excluded. */
  static CohortFlow excluded(ExclusionReason reason) {
    return new CohortFlow(1, Map.of(reason, 1L), 0, Map.of(), Map.of(), 0, 0, 0);
  }

  /** Of both. */
  public CohortFlow plus(CohortFlow other) {
    return new CohortFlow(
        patients + other.patients,
        sum(patientsExcluded, other.patientsExcluded),
        indexTimes + other.indexTimes,
        sum(indexTimesExcluded, other.indexTimesExcluded),
        sum(washedOut, other.washedOut),
        patientsWithExamples + other.patientsWithExamples,
        examples + other.examples,
        events + other.events);
  }

  private static <K extends Comparable<K>> Map<K, Long> sum(Map<K, Long> one, Map<K, Long> other) {
    Map<K, Long> sum = new TreeMap<>(one);
    other.forEach((key, count) -> sum.merge(key, count, Long::sum));
    return sum;
  }

  private static long sum(Map<?, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
