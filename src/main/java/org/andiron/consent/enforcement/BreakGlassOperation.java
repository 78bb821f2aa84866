package org.andiron.consent.enforcement;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.util.Date;
import java.util.Optional;
import org.andiron.consent.glass.GlassOpening;
import org.andiron.consent.glass.GlassRecords;
import org.andiron.security.Caller;
import org.andiron.security.CallerOfRequest;
import org.andiron.visibility.VisibilityOfRequest;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/**
 * {@code $break-glass}: lets a member of an emergency team see what a patient withholds, for a
 * short time and on the record. For everybody else no Patient has such an operation.
 */
public final class BreakGlassOperation {

  private static final String REASON = "reason";
  private static final int LONGEST = 1000;

  private final EmergencyAccess emergencies;
  private final GlassRecords records;

  BreakGlassOperation(EmergencyAccess emergencies, GlassRecords records) {
    this.emergencies = emergencies;
    this.records = records;
  }

  /** Breaks the glass of one patient. */
  @Operation(name = GlassOfRequest.OPERATION, type = Patient.class)
  public Parameters breakGlass(
      @IdParam IdType id,
      @OperationParam(name = REASON, min = 1, max = 1) @Nullable StringType reason,
      ServletRequestDetails request) {
    Caller caller =
        CallerOfRequest.of(request)
            .orElseThrow(
                () ->
                    new ForbiddenOperationException(
                        "Nobody signs in to this server, and nothing is withheld that a known user"
                            + " could see."));
    RequestingParty party =
        VisibilityOfRequest.reader(request)
            .map(RequestingParty::of)
            .filter(emergencies::mayBreak)
            .orElseThrow(() -> unknown(id));
    String why = why(reason, request);
    if (!emergencies.isDeclaredBy(party)) {
      throw new ForbiddenOperationException(
          "The glass is broken for the purpose BTG or ETREAT only. Send X-Purpose-Of-Use: BTG, from"
              + " an app that is registered with \"purpose_of_use_header\": true, or a token of"
              + " that purpose.");
    }
    String patient = id.getIdPart();
    if (!emergencies.wouldExist(
        VisibilityOfRequest.of(request), party, "Patient", patient, Optional.empty())) {
      throw unknown(id);
    }
    return answer(
        running(caller, party, patient, why)
            .orElseGet(() -> records.open(caller, patient, why, emergencies.policy().atMost())));
  }

  /** Whoever sends the same again, because an answer was lost, is told of what has begun. */
  private Optional<GlassOpening> running(
      Caller caller, RequestingParty party, String patient, String reason) {
    return emergencies.open(caller, party).stream()
        .filter(it -> it.patient().equals(patient) && it.reason().equals(reason))
        .findFirst();
  }

  private static String why(@Nullable StringType reason, ServletRequestDetails request) {
    if (request.getParameters().containsKey(REASON)) {
      throw new InvalidRequestException(
          "The reason belongs into the body, as a parameter of Parameters: URLs are logged.");
    }
    String why = reason == null ? "" : reason.getValueNotNull().strip();
    if (why.isEmpty()) {
      throw new ForbiddenOperationException(
          "Say why, in the parameter reason (valueString): the privacy officer and the patient read"
              + " it.");
    }
    if (why.length() > LONGEST
        || why.chars().anyMatch(it -> Character.isISOControl(it) && !Character.isWhitespace(it))) {
      throw new InvalidRequestException(
          "The reason must be text of at most " + LONGEST + " characters.");
    }
    return why;
  }

  private static ResourceNotFoundException unknown(IdType id) {
    return new ResourceNotFoundException(new IdType("Patient", id.getIdPart()));
  }

  private static Parameters answer(GlassOpening opening) {
    Parameters answer = new Parameters();
    answer.addParameter("expires", new InstantType(Date.from(opening.expires())));
    answer.addParameter().setName("task").setValue(new Reference("Task/" + opening.task()));
    return answer;
  }
}
