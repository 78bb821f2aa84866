package org.andiron.risk.administration;

import ca.uhn.fhir.model.api.annotation.Description;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.andiron.risk.monitoring.RiskMonitor;
import org.andiron.risk.registry.ModelDeployment;
import org.andiron.risk.registry.ModelRegistry;
import org.andiron.risk.registry.RegisteredModel;
import org.andiron.risk.registry.Transition;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.MeasureReport;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/**
 * {@code $risk-versions}, {@code $risk-history} and {@code $risk-monitoring}: which models there
 * are, what was done to them and how they do.
 */
public final class ModelListOperations {

  private final ModelRegistry registry;
  private final ModelDeployment deployment;
  private final RiskMonitor monitor;

  ModelListOperations(ModelRegistry registry, ModelDeployment deployment, RiskMonitor monitor) {
    this.registry = registry;
    this.deployment = deployment;
    this.monitor = monitor;
  }

  /** All versions of all models, or of one. */
  @Operation(
      name = "$risk-versions",
      idempotent = true,
      returnParameters = @OperationParam(name = "model", max = OperationParam.MAX_UNLIMITED))
  @Description(shortDefinition = "Which versions of risk models there are, and their states")
  public Parameters models(
      @OperationParam(name = "model", max = 1)
          @Description(shortDefinition = "Id of a model; without, all")
          @Nullable StringType model) {
    String id = Given.text(model);
    List<RegisteredModel> models =
        id.isEmpty() ? List.copyOf(registry.current().all()) : registry.current().versions(id);
    if (models.isEmpty() && !id.isEmpty()) {
      throw new ResourceNotFoundException("There is no model " + id);
    }
    return ModelParameters.models(models);
  }

  /** All that was done to the versions of a model, in order. */
  @Operation(
      name = "$risk-history",
      idempotent = true,
      returnParameters = @OperationParam(name = "change", max = OperationParam.MAX_UNLIMITED))
  @Description(shortDefinition = "Who did what to a risk model, when and why")
  public Parameters history(
      @OperationParam(name = "model", min = 1, max = 1)
          @Description(shortDefinition = "Id of the model")
          @Nullable StringType model) {
    String id = Given.required("model", model);
    List<Transition> history = deployment.history(id);
    if (history.isEmpty()) {
      throw new ResourceNotFoundException("There is no model " + id);
    }
    return ModelParameters.changes(history);
  }

  /** How a version did on a day. */
  @Operation(name = "$risk-monitoring", idempotent = true)
  @Description(shortDefinition = "What a risk model was given and answered on a day")
  public MeasureReport monitoring(
      @OperationParam(name = "model", min = 1, max = 1)
          @Description(shortDefinition = "Id of the model")
          @Nullable StringType model,
      @OperationParam(name = "version", min = 1, max = 1)
          @Description(shortDefinition = "Its version")
          @Nullable StringType version,
      @OperationParam(name = "day", max = 1)
          @Description(shortDefinition = "A day of UTC; without, today")
          @Nullable DateType day) {
    String id = Given.required("model", model);
    String wanted = Given.required("version", version);
    RegisteredModel found =
        registry.current().versions(id).stream()
            .filter(it -> it.key().version().equals(wanted) && it.model().isPresent())
            .findFirst()
            .orElseThrow(
                () ->
                    new ResourceNotFoundException(
                        "There is no model " + id + " of version " + wanted));
    LocalDate date = day(Given.text(day));
    return monitor
        .report(found, date)
        .orElseThrow(() -> new ResourceNotFoundException("Nothing was counted of it on " + date));
  }

  private static LocalDate day(String day) {
    try {
      return day.isEmpty() ? LocalDate.now(ZoneOffset.UTC) : LocalDate.parse(day);
    } catch (DateTimeParseException e) {
      throw new InvalidRequestException("The parameter day must be a day as 2026-03-01", e);
    }
  }
}
