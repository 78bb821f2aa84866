package org.andiron.risk.outcome;

import ca.uhn.fhir.model.api.annotation.Description;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.time.Clock;
import org.andiron.security.CallerOfRequest;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.RiskAssessment;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/** {@code RiskAssessment/[id]/$risk-outcome}: tells what became of what was predicted. */
public final class RiskOutcomeOperation {

  private final OutcomeRecording recording;
  private final Clock clock;

  RiskOutcomeOperation(OutcomeRecording recording, Clock clock) {
    this.recording = recording;
    this.clock = clock;
  }

  /** The RiskAssessment with what was told. Of what is told twice, the last counts. */
  @Operation(
      name = "$risk-outcome",
      type = RiskAssessment.class,
      returnParameters = {
        @OperationParam(name = "return", typeName = "RiskAssessment", min = 1, max = 1)
      })
  @Description(
      shortDefinition =
          "Tells whether what a stored score predicted came about: kept with it, and counted in the"
              + " monitoring of the model")
  public RiskAssessment tell(
      @IdParam IdType id,
      @OperationParam(name = "occurred", min = 1, max = 1)
          @Description(shortDefinition = "Whether the outcome came about within its time")
          @Nullable BooleanType occurred,
      @OperationParam(name = "date", max = 1)
          @Description(
              shortDefinition =
                  "A date or dateTime: when it came about, or until when it is known that it did"
                      + " not")
          @Nullable IBase date,
      @OperationParam(name = "outcome", max = 1)
          @Description(shortDefinition = "Id of the outcome, if the model predicts several")
          @Nullable StringType outcome,
      @OperationParam(name = "censored", max = 1)
          @Description(
              shortDefinition =
                  "With occurred=false: nothing more will be known, as after a death or a move")
          @Nullable BooleanType censored,
      ServletRequestDetails request) {
    requireProfessional(request);
    ToldOutcome told =
        ToldOutcome.of(
            occurred == null ? null : occurred.getValue(),
            censored == null ? null : censored.getValue(),
            dateTime(date),
            clock.instant());
    return recording.tell(
        request, id.getIdPart(), outcome == null ? "" : outcome.getValueNotNull().strip(), told);
  }

  /** HAPI would take the one or the other; of what it does not know the type it gives the part. */
  private static @Nullable BaseDateTimeType dateTime(@Nullable IBase given) {
    IBase date = given instanceof ParametersParameterComponent part ? part.getValue() : given;
    if (given == null || date instanceof DateType || date instanceof DateTimeType) {
      return (BaseDateTimeType) date;
    }
    throw new InvalidRequestException(
        "'date' is a valueDate or a valueDateTime. Nothing was stored.");
  }

  /** What patients and relatives say of themselves would move models, whatever their rights. */
  private static void requireProfessional(ServletRequestDetails request) {
    CallerOfRequest.of(request)
        .flatMap(it -> it.fhirUser())
        .filter(it -> it.startsWith("Patient/") || it.startsWith("RelatedPerson/"))
        .ifPresent(
            it -> {
              throw new ForbiddenOperationException(
                  "What became of a prediction is told by those who care for the patient, not by"
                      + " patients and relatives. Nothing was stored.");
            });
  }
}
