package org.andiron.risk.training;

import java.time.LocalDate;
import java.util.Optional;

/**
 * What is known of the time after the index time.
 *
 * @param end day before which the horizon must end, because the data reach no further; what would
 *     end later is left out whatever came, as those to whom something came would be
 *     over-represented
 * @param lost what it means that nothing came and the last contact was before the end of the
 *     horizon
 */
public record FollowUp(Optional<LocalDate> end, Lost lost) {

  /** What it means that nobody knows. */
  public enum Lost {
    /** Nothing: the example is left out. */
    EXCLUDE,
    /** That nothing came: for data in which whatever comes is recorded. */
    NO_EVENT
  }
}
