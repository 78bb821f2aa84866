package org.andiron.risk.population;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.List;

/** Scores the patients of one batch of a population. Whoever scores declares the one bean. */
@FunctionalInterface
public interface Scorer {

  /**
   * Scores some patients. After a crash it may be asked for the same again, also when it has stored
   * results already: then they must not be stored twice.
   *
   * @param request of the piece of the job: what exists for it is what existed for who started it
   * @param job id of the job
   * @param patients logical ids; of those who do not exist for the request, nothing must tell
   * @return what goes into the files, in this order: results, or why there is none
   */
  List<ScoredLine> score(
      RequestDetails request, String job, ScoringOrder order, List<String> patients);
}
