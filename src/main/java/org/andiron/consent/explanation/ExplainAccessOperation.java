package org.andiron.consent.explanation;

import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import ca.uhn.fhir.model.api.annotation.Description;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.andiron.consent.decision.ConsentRequest;
import org.andiron.consent.enforcement.PatientRecords;
import org.andiron.consent.enforcement.PatientRecords.Found;
import org.andiron.consent.explanation.AccessExplanations.Explained;
import org.andiron.consent.explanation.AccessQuestion.Asked;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.security.Caller;
import org.andiron.security.CallerOfRequest;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/**
 * {@code Patient/[id]/$explain-access}: who may see what of the record, and why. For the patient,
 * for whom no more exists than for other requests, and for privacy officers. Rights are not asked,
 * but what consents, law and the organisation's policy say.
 */
public final class ExplainAccessOperation {

  private static final String PRIVACY_OFFICER = "privacy-officer";

  /** Resources of a type that are looked at. */
  private static final int MOST = 10_000;

  private final PatientRecords records;
  private final AccessQuestionReader questions;
  private final AccessExplanations explanations;
  private final IHapiTransactionService transactions;

  ExplainAccessOperation(
      PatientRecords records,
      AccessQuestionReader questions,
      AccessExplanations explanations,
      IHapiTransactionService transactions) {
    this.records = records;
    this.questions = questions;
    this.explanations = explanations;
    this.transactions = transactions;
  }

  /**
   * What is to be explained.
   *
   * @param resources that exist for whoever asks, one more than are looked at if there are more
   */
  private record Seen(Onlooker onlooker, List<Found> resources) {}

  /** One of {@code resource} and {@code type} says of what. */
  @Operation(
      name = "$explain-access",
      type = Patient.class,
      idempotent = true,
      returnParameters = {
        @OperationParam(name = "algorithm", typeName = "code", min = 1),
        @OperationParam(name = "decision", typeName = "code", max = 1),
        @OperationParam(name = "rule", max = 1),
        @OperationParam(name = "decidedBy", max = OperationParam.MAX_UNLIMITED),
        @OperationParam(name = "obligation", max = OperationParam.MAX_UNLIMITED),
        @OperationParam(name = "breakGlassWouldHelp", typeName = "boolean", max = 1),
        @OperationParam(name = "considered", max = OperationParam.MAX_UNLIMITED),
        @OperationParam(name = "count", max = OperationParam.MAX_UNLIMITED),
        @OperationParam(name = "access", max = OperationParam.MAX_UNLIMITED)
      })
  @Description(shortDefinition = "Who may see what of a patient's record, and why")
  public Parameters explain(
      @IdParam IdType id,
      @OperationParam(name = "actor", min = 1, max = OperationParam.MAX_UNLIMITED)
          @Description(shortDefinition = "Who asks; a person and an app if both are given")
          @Nullable List<Reference> actors,
      @OperationParam(name = "role", max = OperationParam.MAX_UNLIMITED)
          @Description(shortDefinition = "Roles on this server; without, those of the account")
          @Nullable List<StringType> roles,
      @OperationParam(name = "purpose", max = 1)
          @Description(shortDefinition = "Code of v3-ActReason; without, that of the roles")
          @Nullable Coding purpose,
      @OperationParam(name = "resource", max = 1)
          @Description(shortDefinition = "Of which resource")
          @Nullable Reference resource,
      @OperationParam(name = "type", max = 1)
          @Description(shortDefinition = "Or of all of which type")
          @Nullable CodeType type,
      @OperationParam(name = "time", max = 1) @Description(shortDefinition = "When; without, now")
          @Nullable DateTimeType time,
      @OperationParam(name = "action", max = OperationParam.MAX_UNLIMITED)
          @Description(shortDefinition = "Codes of consentaction; without, access and disclose")
          @Nullable List<CodeType> actions,
      @OperationParam(name = "channel", max = 1)
          @Description(shortDefinition = "interactive (the default), system, export or graphql")
          @Nullable CodeType channel,
      @OperationParam(name = "_offset", max = 1) @Nullable IntegerType offset,
      @OperationParam(name = "_count", max = 1) @Nullable IntegerType count,
      ServletRequestDetails request) {
    String patient = id.getIdPart();
    boolean own = requireOwnOrOfficer(patient, request);
    AccessQuestion question =
        questions.read(
            new AccessQuestionReader.Input(
                patient, own, actors, roles, purpose, resource, type, time, actions, channel,
                offset, count));
    Seen seen =
        own
            ? within(request, () -> seen(question, true))
            : records.atOnce(() -> seen(question, false));
    return records.atOnce(() -> answer(question, seen));
  }

  /** Whether it is their own record that they ask of. Nobody else knows of the patient here. */
  private static boolean requireOwnOrOfficer(String patient, ServletRequestDetails request) {
    Optional<Caller> caller = CallerOfRequest.of(request);
    if (caller.isEmpty()) {
      return false;
    }
    boolean own = caller.get().fhirUser().filter(("Patient/" + patient)::equals).isPresent();
    if (!own && !caller.get().roles().contains(PRIVACY_OFFICER)) {
      throw unknown("Patient", patient);
    }
    return own;
  }

  private Seen within(ServletRequestDetails request, Supplier<Seen> work) {
    return Objects.requireNonNull(transactions.withRequest(request).readOnly().execute(work::get));
  }

  private Seen seen(AccessQuestion question, boolean own) {
    long patient =
        records
            .patient(question.patient())
            .orElseThrow(() -> unknown("Patient", question.patient()));
    Onlooker onlooker =
        own
            ? new Onlooker.ThePatient(
                new ResourceRef("Patient", question.patient()), consents(patient))
            : new Onlooker.Officer();
    if (question.asked() instanceof Asked.Single single) {
      ResourceRef wanted = single.resource();
      List<Found> found = records.find(patient, wanted.type(), wanted.id(), 1);
      if (found.isEmpty()) {
        throw unknown(wanted.type(), wanted.id());
      }
      return new Seen(onlooker, found);
    }
    return new Seen(
        onlooker, records.find(patient, ((Asked.OfType) question.asked()).type(), null, MOST + 1));
  }

  private Set<ResourceRef> consents(long patient) {
    return records.find(patient, "Consent", null, Integer.MAX_VALUE).stream()
        .map(Found::resource)
        .collect(Collectors.toSet());
  }

  /** What is not there, is of another record, or does not exist for the caller. */
  private static ResourceNotFoundException unknown(String type, String id) {
    return new ResourceNotFoundException(new IdType(type, id));
  }

  private Parameters answer(AccessQuestion question, Seen seen) {
    AccessAnswer answer = new AccessAnswer(question, explanations.policies(), seen.onlooker());
    ConsentRequest request = explanations.request(question);
    List<Found> looked = seen.resources().subList(0, Math.min(seen.resources().size(), MOST));
    List<Long> numbers = looked.stream().map(Found::number).toList();
    Map<ResourceRef, Explained> withheld =
        explanations.withheld(request, explanations.told(numbers));
    if (question.asked() instanceof Asked.OfType ofType) {
      records.read(
          numbers,
          entry -> answer.add(ofType, entry, explanations.explain(request, entry, withheld)));
      return answer.ofAll(ofType, seen.resources().size() > MOST);
    }
    List<Parameters> answers = new ArrayList<>();
    records.read(
        numbers,
        entry -> answers.add(answer.of(entry, explanations.explain(request, entry, withheld))));
    if (answers.isEmpty()) {
      ResourceRef gone = ((Asked.Single) question.asked()).resource();
      throw unknown(gone.type(), gone.id());
    }
    return answers.get(0);
  }
}
