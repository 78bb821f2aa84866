package org.andiron.risk.cds;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.andiron.audit.AuditTrail;
import org.andiron.audit.event.RawQuery;
import org.andiron.risk.explanation.Language;
import org.andiron.risk.feature.PatientRecord;
import org.andiron.risk.feature.WrongPatientException;
import org.andiron.risk.operation.RiskScoring;
import org.andiron.risk.operation.ScoredPatient;
import org.andiron.risk.operation.ScoringQuestion;
import org.andiron.risk.operation.SentRecord;
import org.andiron.risk.registry.RegisteredModel;
import org.andiron.server.CdsEndpoint;
import org.andiron.server.CdsRefusedException;
import org.jspecify.annotations.Nullable;

/**
 * Answers calls: of what was sent along, if that is the whole record that the model takes; else of
 * what the caller may see here. The server calls no other.
 */
final class HookAnswers {

  private final HookCallReader calls;
  private final Prefetch prefetch;
  private final RiskScoring scoring;
  private final KeptCards cards;
  private final AuditTrail trail;
  private final Clock clock;

  HookAnswers(
      HookCallReader calls,
      Prefetch prefetch,
      RiskScoring scoring,
      KeptCards cards,
      AuditTrail trail,
      Clock clock) {
    this.calls = calls;
    this.prefetch = prefetch;
    this.scoring = scoring;
    this.cards = cards;
    this.trail = trail;
    this.clock = clock;
  }

  /** What a service is asked. */
  record Asked(RegisteredModel model, Hook hook, List<PrefetchTemplate> templates, JsonNode call) {}

  /** What was scored, and whether that is the record of a patient here. */
  private record Scored(ScoredPatient patient, boolean sent, boolean known) {}

  /**
   * Answers a call.
   *
   * @param details for whom what exists; of the same request
   * @throws CdsRefusedException if the call is not understood, there is no record, or the patient
   *     refuses
   */
  ObjectNode answer(Asked asked, HttpServletRequest request, RequestDetails details) {
    HookCall call = calls.read(asked.hook(), asked.call());
    if (call.elsewhere().isEmpty()) {
      trail.concerns(call.patient());
    }
    ScoringQuestion question =
        new ScoringQuestion(
            List.of(asked.model()),
            clock.instant(),
            true,
            RawQuery.get(request.getRequestURL().toString()));
    Optional<PatientRecord> sent = prefetch.read(call, asked.templates());
    Scored scored =
        sent.isPresent()
            ? ofSent(call, sent.get(), details, question)
            : ofStored(call, details, question);
    if (scored.patient().refused()) {
      scoring.refusedBy(call.patient());
      throw new CdsRefusedException(
          403, "refused", "The patient does not agree to scores by software; nothing was scored.");
    }
    cards.keep(asked.model().installed());
    CardContext context =
        new CardContext(
            Language.accepted(request.getHeader("Accept-Language")),
            CdsEndpoint.fhirBase(request),
            scored.sent(),
            scored.known() && call.elsewhere().isEmpty()
                ? Optional.of(call.patient())
                : Optional.empty(),
            asked.hook() == Hook.ORDER_SIGN
                ? Optional.of(call.medicationOrders())
                : Optional.empty());
    return new RiskCards(context).of(scored.patient().scores().get(0));
  }

  /**
   * A patient here with the same id may refuse, also where another server is named: in doubt so.
   */
  private Scored ofSent(
      HookCall call, PatientRecord sent, RequestDetails details, ScoringQuestion question) {
    boolean known = scoring.isKnown(details, call.patient());
    if (known) {
      trail.concerns(call.patient());
    }
    SentRecord record =
        new SentRecord(
            sent,
            known,
            call.elsewhere().filter(it -> !known).map(it -> it + "/Patient/" + call.patient()));
    return new Scored(scoring.score(details, record, question), true, known);
  }

  private Scored ofStored(HookCall call, RequestDetails details, ScoringQuestion question) {
    @Nullable ScoredPatient scored =
        call.elsewhere().isPresent() ? null : stored(call.patient(), details, question);
    if (scored == null) {
      throw new CdsRefusedException(
          412,
          "precondition_failed",
          "There is no such patient on this server for the caller, and not all of the prefetch that"
              + " the service announces was sent. Nothing was scored.");
    }
    return new Scored(scored, false, true);
  }

  private @Nullable ScoredPatient stored(
      String patient, RequestDetails details, ScoringQuestion question) {
    try {
      return scoring.score(details, List.of(patient), question).get(patient);
    } catch (WrongPatientException e) {
      throw new CdsRefusedException(
          422,
          "unprocessable",
          "A "
              + e.resourceType()
              + " in the record does not refer to the patient as Patient/[id]. Nothing was"
              + " scored.");
    }
  }
}
