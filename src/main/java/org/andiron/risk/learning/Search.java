package org.andiron.risk.learning;

import java.util.List;
import org.andiron.risk.learning.algorithm.Algorithm;
import org.andiron.risk.learning.algorithm.Hyperparameters;

/**
 * An algorithm with the hyperparameters that are tried.
 *
 * @param grid from simple to less simple; of equally good ones the first is taken
 */
public record Search(Algorithm algorithm, List<Hyperparameters> grid) {

  /**
   * @throws IllegalArgumentException if there is nothing to try
   */
  public Search {
    grid = List.copyOf(grid);
    if (grid.isEmpty()) {
      throw new IllegalArgumentException("nothing to try of " + algorithm.code());
    }
  }

  /** With the grid that the algorithm has. */
  public static Search of(Algorithm algorithm) {
    return new Search(algorithm, algorithm.grid());
  }
}
