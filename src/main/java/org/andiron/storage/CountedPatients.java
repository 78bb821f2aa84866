package org.andiron.storage;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Is told of searches that are answered with a number alone, which does not say whose records it is
 * about. Whoever has to know that declares the one bean of this type.
 */
@FunctionalInterface
public interface CountedPatients {

  /**
   * Takes note that a search is about to be counted, in the transaction of the count. It may refuse
   * it.
   *
   * @param patients finds the patients of whom there is something in what is counted, at most so
   *     many as it is given, by their numbers in {@code hfj_resource}
   */
  void counting(@Nullable RequestDetails request, IntFunction<List<Long>> patients);
}
