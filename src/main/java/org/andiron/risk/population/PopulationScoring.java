package org.andiron.risk.population;

import ca.uhn.fhir.batch2.api.IJobCoordinator;
import ca.uhn.fhir.batch2.model.JobInstanceStartRequest;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Starts the scoring of populations. How far it is, and its files, are asked for like those of an
 * export, by who started it.
 *
 * @see <a href="https://hl7.org/fhir/R4/async.html">Asynchronous request pattern</a>
 */
public final class PopulationScoring {

  private static final String STATUS = "/$export-poll-status?_jobId=";

  private final PopulationReader populations;
  private final IJobCoordinator jobs;

  PopulationScoring(PopulationReader populations, IJobCoordinator jobs) {
    this.populations = populations;
    this.jobs = jobs;
  }

  /**
   * Starts and answers 202, with the URL of the status.
   *
   * @throws ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException if the population cannot
   *     be listed; then nothing is started
   */
  public void start(ServletRequestDetails request, ScoringOrder order) {
    populations.require(request, order.population());
    String job =
        jobs.startInstance(request, new JobInstanceStartRequest(PopulationScoringJob.ID, order))
            .getInstanceId();
    HttpServletResponse response = request.getServletResponse();
    request.getServer().addHeadersToResponse(response);
    response.setStatus(HttpServletResponse.SC_ACCEPTED);
    response.setHeader(
        Constants.HEADER_CONTENT_LOCATION, request.getServerBaseForRequest() + STATUS + job);
  }
}
