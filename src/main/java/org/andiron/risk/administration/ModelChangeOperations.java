package org.andiron.risk.administration;

import ca.uhn.fhir.model.api.annotation.Description;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.andiron.risk.registry.ModelAction;
import org.andiron.risk.registry.ModelDeployment;
import org.andiron.risk.registry.ModelKey;
import org.andiron.risk.registry.ModelState;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/**
 * {@code $risk-deploy}, {@code $risk-change}, {@code $risk-rollback} and {@code $risk-reload}. Each
 * needs a reason, answers what it changed, and is refused with 404 if there is no such model, 409
 * if it is not possible now, 422 if a package is broken or not the one that is pinned.
 */
public final class ModelChangeOperations {

  private final ModelDeployment deployment;

  ModelChangeOperations(ModelDeployment deployment) {
    this.deployment = deployment;
  }

  /** Adds a version. */
  @Operation(
      name = "$risk-deploy",
      returnParameters = @OperationParam(name = "change", max = OperationParam.MAX_UNLIMITED))
  @Description(shortDefinition = "Adds a version of a risk model")
  public Parameters deploy(
      @OperationParam(name = "model", min = 1, max = 1)
          @Description(shortDefinition = "Id of the model")
          @Nullable StringType model,
      @OperationParam(name = "file", min = 1, max = OperationParam.MAX_UNLIMITED)
          @Description(shortDefinition = "Files of its folder: each its title and its data")
          @Nullable List<Attachment> files,
      @OperationParam(name = "state", max = 1)
          @Description(shortDefinition = "challenger (if not given), shadow, enabled or disabled")
          @Nullable CodeType state,
      @OperationParam(name = "reason", min = 1, max = 1) @Description(shortDefinition = "Why")
          @Nullable StringType reason) {
    String id = Given.required("model", model);
    String wanted = Given.text(state);
    ModelState initial =
        wanted.isEmpty()
            ? ModelState.CHALLENGER
            : ModelState.of(wanted)
                .orElseThrow(
                    () ->
                        new InvalidRequestException(
                            "The parameter state must be challenger, shadow, enabled or disabled"));
    Map<String, byte[]> contents = contents(files);
    String why = Given.required("reason", reason);
    return Refusals.told(
        () -> ModelParameters.changes(deployment.deploy(id, contents, initial, why)));
  }

  private static Map<String, byte[]> contents(@Nullable List<Attachment> files) {
    Map<String, byte[]> contents = new LinkedHashMap<>();
    for (Attachment file : files == null ? List.<Attachment>of() : files) {
      if (!file.hasTitle() || !file.hasData()) {
        throw new InvalidRequestException("Each file has its name as title, and its data");
      }
      if (contents.put(file.getTitle(), file.getData()) != null) {
        throw new InvalidRequestException("The file " + file.getTitle() + " is there twice");
      }
    }
    return contents;
  }

  /** Changes what a version is used for. */
  @Operation(
      name = "$risk-change",
      returnParameters = @OperationParam(name = "change", max = OperationParam.MAX_UNLIMITED))
  @Description(shortDefinition = "Changes what a version of a risk model is used for")
  public Parameters change(
      @OperationParam(name = "model", min = 1, max = 1)
          @Description(shortDefinition = "Id of the model")
          @Nullable StringType model,
      @OperationParam(name = "version", min = 1, max = 1)
          @Description(shortDefinition = "Its version")
          @Nullable StringType version,
      @OperationParam(name = "action", min = 1, max = 1)
          @Description(shortDefinition = "enable, disable, challenge, shadow or promote")
          @Nullable CodeType action,
      @OperationParam(name = "reason", min = 1, max = 1) @Description(shortDefinition = "Why")
          @Nullable StringType reason) {
    ModelKey key = new ModelKey(Given.required("model", model), Given.required("version", version));
    ModelAction asked =
        ModelAction.asked(Given.required("action", action))
            .orElseThrow(
                () ->
                    new InvalidRequestException(
                        "The parameter action must be enable, disable, challenge, shadow or"
                            + " promote"));
    String why = Given.required("reason", reason);
    return Refusals.told(() -> ModelParameters.changes(deployment.change(key, asked, why)));
  }

  /** Goes back to the champion before. */
  @Operation(
      name = "$risk-rollback",
      returnParameters = @OperationParam(name = "change", max = OperationParam.MAX_UNLIMITED))
  @Description(shortDefinition = "Makes the champion before the champion again")
  public Parameters rollback(
      @OperationParam(name = "model", min = 1, max = 1)
          @Description(shortDefinition = "Id of the model")
          @Nullable StringType model,
      @OperationParam(name = "reason", min = 1, max = 1) @Description(shortDefinition = "Why")
          @Nullable StringType reason) {
    String id = Given.required("model", model);
    String why = Given.required("reason", reason);
    return Refusals.told(() -> ModelParameters.changes(deployment.rollback(id, why)));
  }

  /** Reads the operator's folder again. */
  @Operation(
      name = "$risk-reload",
      returnParameters = @OperationParam(name = "change", max = OperationParam.MAX_UNLIMITED))
  @Description(shortDefinition = "Reads fhir-config/risk-models again, all or nothing")
  public Parameters reload(
      @OperationParam(name = "reason", min = 1, max = 1) @Description(shortDefinition = "Why")
          @Nullable StringType reason) {
    String why = Given.required("reason", reason);
    return Refusals.told(() -> ModelParameters.changes(deployment.reload(why)));
  }
}
