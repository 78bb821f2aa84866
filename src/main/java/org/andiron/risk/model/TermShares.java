package org.andiron.risk.model;

import java.util.List;
import java.util.Map;

/**
 * Divides what a term changes between its inputs, by their Shapley values. All sets of the inputs
 * are looked at, so the shares are exact; terms have few inputs.
 *
 * @see <a href="https://doi.org/10.1515/9781400881970-018">Shapley 1953, A value for n-person
 *     games</a>
 */
record TermShares(InputSource person, InputSource reference) {

  /** More would take long, and no published equation multiplies so many. */
  static final int MOST_INPUTS = 8;

  /** Adds the share of each input of the term to its sum. */
  void add(Term term, Map<String, Double> sums) {
    List<String> inputs = term.inputs();
    int count = inputs.size();
    double[] worth = new double[1 << count];
    for (int set = 0; set < worth.length; set++) {
      worth[set] = term.value(mixed(inputs, set));
    }
    for (int i = 0; i < count; i++) {
      int own = 1 << i;
      double share = 0;
      for (int others = 0; others < worth.length; others++) {
        if ((others & own) == 0) {
          share += weight(Integer.bitCount(others), count) * (worth[others | own] - worth[others]);
        }
      }
      sums.merge(inputs.get(i), share, Double::sum);
    }
  }

  private InputSource mixed(List<String> inputs, int fromPerson) {
    return input -> {
      boolean changed = (fromPerson & 1 << inputs.indexOf(input)) != 0;
      return (changed ? person : reference).get(input);
    };
  }

  /** Part of all orders in which just the others come before the input. */
  private static double weight(int before, int count) {
    double weight = 1.0 / count;
    for (int i = 1; i <= before; i++) {
      weight *= (double) i / (count - i);
    }
    return weight;
  }
}
