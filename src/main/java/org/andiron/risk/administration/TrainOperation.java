package org.andiron.risk.administration;

import ca.uhn.fhir.model.api.annotation.Description;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.server.RestfulServerUtils;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.andiron.risk.cohort.NamedCohort;
import org.andiron.risk.pipeline.DefinitionFiles;
import org.andiron.risk.registry.ModelState;
import org.andiron.risk.training.TrainingException;
import org.andiron.risk.trainingjob.TrainingJobs;
import org.andiron.risk.trainingjob.TrainingOrder;
import org.andiron.storage.config.ConfigurationFileException;
import org.andiron.storage.config.ConfigurationFolder;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/**
 * {@code $risk-train}: trains a model in the background by a definition, of patients whom the
 * caller may see, and registers it. It answers 202 with the URL of the status.
 *
 * @see <a href="https://hl7.org/fhir/R4/async.html">Asynchronous request pattern</a>
 */
public final class TrainOperation {

  private static final int LONGEST_REASON = 1000;

  private final TrainingJobs jobs;
  private final Supplier<ConfigurationFolder> folder;

  /**
   * @param folder the operator's, as it is now
   */
  TrainOperation(TrainingJobs jobs, Supplier<ConfigurationFolder> folder) {
    this.jobs = jobs;
    this.folder = folder;
  }

  /** Starts a training. */
  @Operation(name = "$risk-train", manualResponse = true)
  @Description(shortDefinition = "Trains a risk model in the background and registers it")
  public void train(
      @OperationParam(name = "definition", max = 1)
          @Description(shortDefinition = "Name of a definition in fhir-config/risk-training")
          @Nullable StringType definition,
      @OperationParam(name = "definitionContent", max = 1)
          @Description(shortDefinition = "A definition itself, in the place of a name")
          @Nullable StringType content,
      @OperationParam(name = "cohort", min = 1, max = 1)
          @Description(shortDefinition = "Group/[id], or a search as Patient?birthdate=lt1980")
          @Nullable StringType cohort,
      @OperationParam(name = "state", max = 1)
          @Description(shortDefinition = "challenger (if not given) or shadow")
          @Nullable CodeType state,
      @OperationParam(name = "reason", max = 1)
          @Description(shortDefinition = "Why, for the history of the model")
          @Nullable StringType reason,
      ServletRequestDetails request) {
    if (!RestfulServerUtils.parsePreferHeader(null, request.getHeader(Constants.HEADER_PREFER))
        .getRespondAsync()) {
      throw new InvalidRequestException(
          "A training is done in the background: send the header 'Prefer: respond-async'. Nothing"
              + " was started.");
    }
    DefinitionFiles files = files(Given.text(definition), Given.text(content));
    String job =
        jobs.start(
            request,
            new TrainingOrder(
                request.getCompleteUrl(),
                files.file(),
                new String(files.content(), StandardCharsets.UTF_8),
                cohort(Given.required("cohort", cohort)),
                state(Given.text(state)).code(),
                reason(Given.text(reason))));
    HttpServletResponse response = request.getServletResponse();
    request.getServer().addHeadersToResponse(response);
    response.setStatus(HttpServletResponse.SC_ACCEPTED);
    response.setHeader(
        Constants.HEADER_CONTENT_LOCATION,
        "%s/%s?%s=%s"
            .formatted(
                request.getServerBaseForRequest(),
                TrainStatusOperation.NAME,
                TrainStatusOperation.JOB,
                job));
  }

  private DefinitionFiles files(String name, String content) {
    if (name.isEmpty() == content.isEmpty()) {
      throw new InvalidRequestException(
          "Give either definition, the name of one in fhir-config/risk-training, or"
              + " definitionContent, and not both. Nothing was started.");
    }
    if (name.isEmpty()) {
      return new DefinitionFiles(
          "definitionContent", content.getBytes(StandardCharsets.UTF_8), Map.of());
    }
    try {
      return DefinitionFiles.named(name, folder.get(), Map.of());
    } catch (TrainingException | ConfigurationFileException e) {
      throw new InvalidRequestException(
          "The parameter definition: " + e.getMessage() + ". Nothing was started.", e);
    }
  }

  private static String cohort(String named) {
    if (NamedCohort.of(named).isEmpty()) {
      throw new InvalidRequestException(
          "The parameter cohort must be a Group, as Group/123, or a search, as"
              + " Patient?birthdate=lt1980. Nothing was started.");
    }
    return named;
  }

  private static ModelState state(String code) {
    return Optional.of(code.isEmpty() ? ModelState.CHALLENGER.code() : code)
        .flatMap(ModelState::of)
        .filter(ModelState::isBeside)
        .orElseThrow(
            () ->
                new InvalidRequestException(
                    "The parameter state must be challenger or shadow. Nothing was started."));
  }

  private static String reason(String given) {
    if (given.length() > LONGEST_REASON) {
      throw new InvalidRequestException(
          "The parameter reason must have up to %d characters. Nothing was started."
              .formatted(LONGEST_REASON));
    }
    return given.isEmpty() ? "newly trained" : given;
  }
}
