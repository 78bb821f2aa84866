package org.andiron.consent.consult;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.andiron.audit.AuditTrail;
import org.andiron.audit.event.ConsentBasis;
import org.andiron.audit.event.EventKind;
import org.andiron.consent.decision.ConsentDecision;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.term.Code;
import org.andiron.consent.term.CodeSystems;
import org.andiron.security.Caller;
import org.andiron.security.CallerOfRequest;
import org.andiron.security.Sights;
import org.andiron.server.CdsEndpoint;
import org.andiron.server.CdsRefusedException;
import org.andiron.server.CdsService;
import org.andiron.visibility.Visibility;
import org.andiron.visibility.VisibleResources;

/**
 * {@code patient-consent-consult} of the <a href="https://github.com/sdhealthconnect/leap-cds">LEAP
 * Consent Decision Service</a>: whether a patient consents to something, for clients that act for
 * themselves and may search Patients and Consents, and for privacy officers. A Patient who does not
 * exist for the client by rights is nobody.
 */
final class PatientConsentConsult implements CdsService {

  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final String PRIVACY_OFFICER = "privacy-officer";
  private static final Code REDACT = new Code(CodeSystems.ACT_CODE, "REDACT");

  private static final Description DESCRIPTION =
      new Description(
          "patient-consent-consult",
          "patient-consent-consult",
          "Patient Consent Consult",
          "Tells whether the consents of a patient permit somebody to have data for a purpose, and"
              + " what of them must be left out.",
          Map.of(),
          "");

  private final ConsultQuestionReader questions;
  private final Consultation consultation;
  private final Supplier<Optional<Sights>> sights;
  private final VisibleResources visible;
  private final AuditTrail trail;

  /**
   * @param sights nothing in mode {@code open}, where everybody may ask
   */
  PatientConsentConsult(
      ConsultQuestionReader questions,
      Consultation consultation,
      Supplier<Optional<Sights>> sights,
      VisibleResources visible,
      AuditTrail trail) {
    this.questions = questions;
    this.consultation = consultation;
    this.sights = sights;
    this.visible = visible;
    this.trail = trail;
  }

  @Override
  public Description description() {
    return DESCRIPTION;
  }

  @Override
  public Answering admit(HttpServletRequest request) {
    Predicate<ResourceRef> known = known(request);
    String base = CdsEndpoint.fhirBase(request);
    return call -> answer(call.path("context"), known, base);
  }

  private ObjectNode answer(JsonNode context, Predicate<ResourceRef> known, String base) {
    ConsultQuestion question = questions.read(context);
    Consultation.Answer answer = consultation.answer(question, known);
    record(answer);
    ObjectNode cards = JSON.createObjectNode();
    ObjectNode extension = addCard(cards, answer.decision(), base);
    if (question.content().isPresent()) {
      extension.set("content", permitted(context.path("content"), answer.denied()));
    }
    return cards;
  }

  /** In the record of each patient: what is done by the answer, others know. */
  private void record(Consultation.Answer answer) {
    List<String> patients = answer.patients().stream().map(ResourceRef::id).sorted().toList();
    Optional<String> consent = answer.decision().basedOn().map(ResourceRef::toString);
    boolean permits = answer.decision().outcome() == ConsultDecision.Outcome.CONSENT_PERMIT;
    if (!patients.isEmpty()) {
      trail.record(
          trail
              .event(EventKind.CONSENT_DECISION)
              .patients(patients)
              .consents(
                  patients.stream()
                      .map(
                          it ->
                              new ConsentBasis(
                                  it,
                                  consent,
                                  consent.isPresent() ? "" : answer.decision().outcome().name(),
                                  permits,
                                  ConsentDecision.ALGORITHM))
                      .toList())
              .build());
    }
  }

  private Predicate<ResourceRef> known(HttpServletRequest request) {
    Optional<Sights> rights = sights.get();
    if (rights.isEmpty()) {
      return any -> true;
    }
    Caller caller = CallerOfRequest.of(request).orElseThrow(PatientConsentConsult::forbidden);
    if (rights.get().searching(caller, "Consent").isEmpty()) {
      throw forbidden();
    }
    if (caller.roles().contains(PRIVACY_OFFICER)) {
      return any -> true;
    }
    if (!caller.actsForItself()) {
      throw forbidden();
    }
    Visibility patients =
        rights.get().searching(caller, "Patient").orElseThrow(PatientConsentConsult::forbidden);
    // Not for a reader: that consents withhold a Patient from the client is what it asks.
    return patient ->
        visible.exists(patients, Optional.empty(), patient.type(), patient.id(), Optional.empty());
  }

  private static CdsRefusedException forbidden() {
    return new CdsRefusedException(
        403,
        "forbidden",
        "This is for clients with the scopes system/Patient.s and system/Consent.s, and for privacy"
            + " officers with user/Consent.s.");
  }

  private static ObjectNode addCard(ObjectNode cards, ConsultDecision decision, String base) {
    ObjectNode card = cards.putArray("cards").addObject();
    card.put("summary", decision.outcome().name());
    card.put("detail", decision.outcome().detail());
    card.put("indicator", decision.outcome().indicator());
    card.putObject("source").put("label", "Andiron").put("url", base);
    ObjectNode extension = card.putObject("extension");
    extension.put("decision", decision.outcome().name());
    ArrayNode obligations = extension.putArray("obligations");
    addObligation(obligations, "codes", decision.redacted());
    addObligation(obligations, "exceptAnyOfCodes", decision.exceptAnyOf());
    decision.basedOn().ifPresent(it -> extension.put("basedOn", base + "/" + it));
    return extension;
  }

  private static void addObligation(ArrayNode obligations, String parameter, Set<Code> codes) {
    if (codes.isEmpty()) {
      return;
    }
    ObjectNode obligation = obligations.addObject();
    obligation.putObject("id").put("system", REDACT.system()).put("code", REDACT.value());
    ArrayNode listed = obligation.putObject("parameters").putArray(parameter);
    codes.stream()
        .sorted(Comparator.comparing(Code::toString))
        .forEach(it -> listed.addObject().put("system", it.system()).put("code", it.value()));
  }

  /** As it was sent, without what is denied. */
  private static ObjectNode permitted(JsonNode sent, Set<Integer> denied) {
    ObjectNode content = sent.deepCopy();
    ArrayNode entries = JSON.createArrayNode();
    for (int i = 0; i < sent.path("entry").size(); i++) {
      if (!denied.contains(i)) {
        entries.add(sent.path("entry").path(i));
      }
    }
    content.remove("entry");
    if (!entries.isEmpty()) {
      content.set("entry", entries);
    }
    if (sent.has("total")) {
      content.put("total", entries.size());
    }
    return content;
  }
}
