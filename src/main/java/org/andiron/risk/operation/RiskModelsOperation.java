package org.andiron.risk.operation;

import ca.uhn.fhir.model.api.annotation.Description;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import org.andiron.risk.assessment.AnswerBundle;
import org.andiron.risk.registry.ModelRegistry;
import org.andiron.risk.registry.RegisteredModel;
import org.hl7.fhir.r4.model.Bundle;

/** {@code $risk-models}: which models there are, each as a Device with its card. */
public final class RiskModelsOperation {

  private final ModelRegistry registry;

  RiskModelsOperation(ModelRegistry registry) {
    this.registry = registry;
  }

  /** Those that a request can name. */
  @Operation(
      name = "$risk-models",
      idempotent = true,
      returnParameters = {@OperationParam(name = "return", typeName = "Bundle", min = 1, max = 1)})
  @Description(
      shortDefinition =
          "The risk models in use: a Device for each version, followed by its card with all source"
              + " attributes")
  public Bundle models(ServletRequestDetails request) {
    return AnswerBundle.ofModels(
        registry.current().enabled().stream().map(RegisteredModel::installed).toList(),
        request.getServerBaseForRequest());
  }
}
