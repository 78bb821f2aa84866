package org.andiron.consent.evaluation;

import ca.uhn.fhir.batch2.api.IJobCoordinator;
import ca.uhn.fhir.batch2.model.JobInstanceStartRequest;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import ca.uhn.fhir.model.api.annotation.Description;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.server.RestfulServerUtils;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.andiron.consent.enforcement.PatientRecords;
import org.andiron.consent.enforcement.PatientRecords.Found;
import org.andiron.consent.requester.PurposeOfUse;
import org.andiron.consent.rule.ConsentDirective;
import org.andiron.consent.term.Code;
import org.andiron.security.Caller;
import org.andiron.security.CallerOfRequest;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * {@code Consent/$evaluate} and {@code Consent/[id]/$evaluate}: who would gain or lose what if a
 * draft were active. For the patient, of what exists for them, and for privacy officers. With
 * {@code Prefer: respond-async} in the background.
 */
public final class EvaluateOperation {

  private static final String NAME = "$evaluate";
  private static final String PRIVACY_OFFICER = "privacy-officer";

  /** Resources that are looked at: of a record, and what tells of them. */
  private static final int MOST = 100_000;

  private final DaoRegistry daos;
  private final IHapiTransactionService transactions;
  private final PatientRecords records;
  private final DraftReader drafts;
  private final Planning planning;
  private final Population population;
  private final AccessComparison comparison;
  private final IJobCoordinator jobs;

  EvaluateOperation(
      DaoRegistry daos,
      IHapiTransactionService transactions,
      PatientRecords records,
      DraftReader drafts,
      Planning planning,
      Population population,
      AccessComparison comparison,
      IJobCoordinator jobs) {
    this.daos = daos;
    this.transactions = transactions;
    this.records = records;
    this.drafts = drafts;
    this.planning = planning;
    this.population = population;
    this.comparison = comparison;
    this.jobs = jobs;
  }

  /** What is to be compared: the draft, and the number of its patient. */
  private record Scene(ConsentDirective draft, long patient) {}

  /** Of a draft that is sent, or one that is stored. */
  @Operation(name = NAME, type = Consent.class, idempotent = true, manualResponse = true)
  @Description(shortDefinition = "Who would gain or lose what if a draft were active")
  public void evaluate(
      @IdParam(optional = true) @Nullable IdType id,
      @OperationParam(name = "consent", max = 1)
          @Description(shortDefinition = "The draft, if it is not stored")
          @Nullable Consent sent,
      @OperationParam(name = "purpose", max = OperationParam.MAX_UNLIMITED)
          @Description(shortDefinition = "Codes of v3-ActReason; without, TREAT")
          @Nullable List<Coding> purposes,
      ServletRequestDetails request)
      throws IOException {
    List<String> wanted = purposes(purposes, request);
    if ((id == null) == (sent == null)) {
      throw new InvalidRequestException(
          "$evaluate needs a draft: the parameter 'consent' with a Consent, or the id of a stored"
              + " one in the URL, and not both");
    }
    Consent draft = id == null ? Objects.requireNonNull(sent) : stored(id, request);
    boolean own = isOwn(draft, request);
    Scene scene =
        own
            ? within(request, () -> scene(draft, request))
            : records.atOnce(() -> scene(draft, null));
    List<Found> all = records.atOnce(() -> records.concerned(scene.patient(), MOST));
    List<Found> resources = own ? within(request, () -> records.existing(all)) : all;
    Plan plan = planning.plan(scene.draft(), resources, wanted);
    if (RestfulServerUtils.parsePreferHeader(null, request.getHeader(Constants.HEADER_PREFER))
        .getRespondAsync()) {
      start(plan, request);
    } else {
      Effects effects = comparison.effects(plan, population.around(plan.patient()));
      answer(EffectsAnswer.of(plan, effects), request);
    }
  }

  private <T> T within(ServletRequestDetails request, Supplier<T> work) {
    return Objects.requireNonNull(transactions.withRequest(request).readOnly().execute(work::get));
  }

  private Consent stored(IdType id, ServletRequestDetails request) {
    return daos.getResourceDao(Consent.class).read(id.toVersionless(), request);
  }

  /** HAPI does not look at the URL of a POST, which may have the draft alone as its body. */
  private static List<String> purposes(
      @Nullable List<Coding> given, ServletRequestDetails request) {
    List<Code> asked = new ArrayList<>();
    for (Coding coding : given == null ? List.<Coding>of() : given) {
      String code = String.valueOf(coding.getCode());
      asked.add(coding.hasSystem() ? new Code(coding.getSystem(), code) : Code.purpose(code));
    }
    for (String text : request.getParameters().getOrDefault("purpose", new String[0])) {
      int bar = text.lastIndexOf('|');
      asked.add(
          bar < 0 ? Code.purpose(text) : new Code(text.substring(0, bar), text.substring(bar + 1)));
    }
    if (!asked.stream().allMatch(PurposeOfUse::isKnown)) {
      throw new InvalidRequestException(
          "'purpose' must be purposes of use of v3-ActReason, such as TREAT");
    }
    Set<String> purposes = new TreeSet<>();
    asked.forEach(it -> purposes.add(it.value()));
    return purposes.isEmpty() ? List.of("TREAT") : List.copyOf(purposes);
  }

  /**
   * Whether it is about the record of whoever asks. Others but officers know of no such patient.
   */
  private static boolean isOwn(Consent draft, ServletRequestDetails request) {
    Optional<Caller> caller = CallerOfRequest.of(request);
    if (caller.isEmpty()) {
      return false;
    }
    String patient = draft.getPatient().getReference();
    boolean own = patient != null && caller.get().fhirUser().filter(patient::equals).isPresent();
    if (!own && !caller.get().roles().contains(PRIVACY_OFFICER)) {
      throw new ResourceNotFoundException(
          "The Consent is not of a Patient who is known here, or not of yours.");
    }
    return own;
  }

  private Scene scene(Consent draft, @Nullable ServletRequestDetails request) {
    ConsentDirective directive = drafts.read(draft, request);
    long patient =
        records
            .patient(directive.patient().id())
            .orElseThrow(
                () -> new ResourceNotFoundException(new IdType(directive.patient().toString())));
    return new Scene(directive, patient);
  }

  private void start(Plan plan, ServletRequestDetails request) {
    String job =
        jobs.startInstance(request, new JobInstanceStartRequest(EvaluationJob.ID, plan))
            .getInstanceId();
    HttpServletResponse response = request.getServletResponse();
    request.getServer().addHeadersToResponse(response);
    response.setStatus(HttpServletResponse.SC_ACCEPTED);
    response.setHeader(
        Constants.HEADER_CONTENT_LOCATION,
        request.getServerBaseForRequest()
            + "/Consent/"
            + EvaluationStatusOperation.NAME
            + "?"
            + EvaluationStatusOperation.JOB
            + "="
            + job);
  }

  /** As the server answers, in the form that was asked for. */
  static void answer(Parameters parameters, ServletRequestDetails request) throws IOException {
    RestfulServerUtils.streamResponseAsResource(
        request.getServer(),
        parameters,
        Set.of(),
        HttpServletResponse.SC_OK,
        false,
        request.isRespondGzip(),
        request);
  }
}
