package org.andiron.risk.learning;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where the examples went.
 *
 * @param all examples of the training set
 * @param leftOut how many the model would refuse, by reason
 * @param training rows that it was fitted on
 * @param trainingEvents how many of them have the outcome; 0 for quantities
 * @param heldOut rows that it was evaluated on
 * @param heldOutEvents how many of them have the outcome; 0 for quantities
 * @param aside examples of the patients of one part and of the time of the other; in neither part
 * @param overlapping examples whose outcome was not known before those held out began; in neither
 *     part
 * @param lacking held out examples without an input that no training row lacked; in neither part
 * @param from first index date of those held out
 */
public record LearningCounts(
    int all,
    SortedMap<String, Integer> leftOut,
    int training,
    int trainingEvents,
    int heldOut,
    int heldOutEvents,
    int aside,
    int overlapping,
    int lacking,
    Instant from) {

  public LearningCounts {
    leftOut = Collections.unmodifiableSortedMap(new TreeMap<>(leftOut));
  }
}
