package org.andiron.audit.rest;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;
import org.andiron.audit.event.AuditEvents;
import org.andiron.audit.ledger.Salt;
import org.andiron.audit.store.Row;
import org.andiron.audit.store.SearchValues;
import org.andiron.security.Caller;
import org.andiron.security.CallerOfRequest;
import org.andiron.server.RequestId;
import org.andiron.server.ResourceConformance;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentComponent;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.OperationOutcome.OperationOutcomeIssueComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/**
 * Takes in what other systems report. They may say what they like of what happened and when, but
 * not that this server says so: what has our marks, or names this server as its observer or as one
 * who took part, is refused with 422. What is taken in is marked as foreign, with who sent it and
 * when it came.
 */
final class ForeignEvents {

  /** The tag of what another system reported. */
  static final Coding FOREIGN = new Coding("urn:andiron:audit-origin", "foreign", null);

  /** The extension that says when it came, by which client, for which user. */
  static final String RECEIVED = "urn:andiron:audit-received";

  /** What begins so is ours: kinds of events, their origin, what we add to foreign ones. */
  private static final String OURS = "urn:andiron:audit-";

  private final FhirContext context;
  private final ResourceConformance conformance;
  private final Supplier<? extends Collection<String>> ownBases;
  private final InstantSource clock;
  private final long mostBytes;

  /**
   * @param ownBases base URLs of this server
   * @param mostBytes of an event, as JSON without white space
   */
  ForeignEvents(
      FhirContext context,
      ResourceConformance conformance,
      Supplier<? extends Collection<String>> ownBases,
      InstantSource clock,
      long mostBytes) {
    this.context = context;
    this.conformance = conformance;
    this.ownBases = ownBases;
    this.clock = clock;
    this.mostBytes = mostBytes;
  }

  /**
   * An event as it is kept.
   *
   * @param event with what we add to it
   */
  record Marked(AuditEvent event, Row row) {}

  /**
   * Checks an event. It loses what only this server may say, and its references to this server
   * become local ones.
   *
   * @param request null if the server takes it in by itself, as in an import
   * @param amongOthers whether it is an entry of a Bundle
   * @throws UnprocessableEntityException if it cannot be taken in, with an issue for each reason
   */
  void check(AuditEvent event, @Nullable RequestDetails request, boolean amongOthers) {
    List<OperationOutcomeIssueComponent> faults = new ArrayList<>();
    event.getMeta().setVersionId(null).setLastUpdated(null);
    event.setId((String) null);
    makeLocal(event, request);
    requireSize(event);
    checkMarks(event, faults);
    checkClaims(event, request, faults);
    if (amongOthers) {
      checkReferences(event, faults);
    }
    if (faults.isEmpty()) {
      faults.addAll(conformance.errors(event));
    }
    if (!faults.isEmpty()) {
      throw refusal(faults);
    }
  }

  /**
   * An event that was checked, as it is kept: with its id, and the marks of what is foreign.
   *
   * @throws UnprocessableEntityException if it has a text that cannot be kept
   */
  Marked mark(AuditEvent checked, @Nullable RequestDetails request) {
    AuditEvent event = checked.copy();
    Instant recorded = clock.instant().truncatedTo(ChronoUnit.MICROS);
    UUID id = Row.newId(recorded);
    event.setId(id.toString());
    event.getMeta().addTag(FOREIGN.copy());
    event.addExtension(received(recorded, CallerOfRequest.of(request).orElse(null)));
    String requestId =
        request instanceof ServletRequestDetails details && details.getServletRequest() != null
            ? RequestId.find(details.getServletRequest())
            : null;
    try {
      return new Marked(
          event,
          new Row(
              id,
              recorded,
              new String(AuditEvents.canonicalJson(event), StandardCharsets.UTF_8),
              Salt.random(),
              SearchValues.of(event),
              true,
              requestId));
    } catch (IllegalArgumentException e) {
      throw refusal(
          List.of(
              fault(
                  EventForm.TYPE,
                  IssueType.VALUE,
                  "A text has the character U+0000 or half of a surrogate pair, which are none.")));
    }
  }

  private static Extension received(Instant at, @Nullable Caller caller) {
    Extension received = new Extension(RECEIVED);
    received.addExtension("at", new InstantType(Date.from(at)).setTimeZoneZulu(true));
    if (caller != null) {
      received.addExtension("client", new StringType(caller.client()));
      if (!caller.actsForItself()) {
        received.addExtension("user", new StringType(caller.subject()));
      }
      caller.fhirUser().ifPresent(it -> received.addExtension("who", new Reference(it)));
      caller.issuer().ifPresent(it -> received.addExtension("issuer", new StringType(it)));
    }
    return received;
  }

  /** An absolute reference to this server is one to a resource here. */
  private void makeLocal(AuditEvent event, @Nullable RequestDetails request) {
    List<String> bases = bases(request);
    context
        .newTerser()
        .getAllPopulatedChildElementsOfType(event, Reference.class)
        .forEach(
            it -> {
              String reference = it.getReference();
              bases.stream()
                  .filter(base -> reference != null && reference.startsWith(base + '/'))
                  .findFirst()
                  .ifPresent(base -> it.setReference(reference.substring(base.length() + 1)));
            });
  }

  private List<String> bases(@Nullable RequestDetails request) {
    List<String> bases = new ArrayList<>(ownBases.get());
    if (request != null && request.getFhirServerBase() != null) {
      bases.add(request.getFhirServerBase());
    }
    return bases.stream().map(it -> it.replaceAll("/+$", "")).toList();
  }

  private void requireSize(AuditEvent event) {
    int size = AuditEvents.canonicalJson(event).length;
    if (size > mostBytes) {
      throw refusal(
          List.of(
              fault(
                  EventForm.TYPE,
                  IssueType.TOOLONG,
                  "The AuditEvent has "
                      + size
                      + " bytes as JSON without white space; at most "
                      + mostBytes
                      + " are taken in (andiron.audit.foreign-max-size).")));
    }
  }

  private void checkMarks(AuditEvent event, List<OperationOutcomeIssueComponent> faults) {
    context
        .newTerser()
        .getAllPopulatedChildElementsOfType(event, Coding.class)
        .forEach(
            it -> {
              if (isOurs(it.getSystem())) {
                faults.add(forged("AuditEvent", "a code of the system " + OURS + "…"));
              }
            });
    context
        .newTerser()
        .getAllPopulatedChildElementsOfType(event, Extension.class)
        .forEach(
            it -> {
              if (isOurs(it.getUrl())) {
                faults.add(forged("AuditEvent.extension", "an extension " + OURS + "…"));
              }
            });
  }

  private static boolean isOurs(@Nullable String uri) {
    return uri != null && uri.strip().toLowerCase(Locale.ROOT).startsWith(OURS);
  }

  private void checkClaims(
      AuditEvent event,
      @Nullable RequestDetails request,
      List<OperationOutcomeIssueComponent> faults) {
    List<String> bases = bases(request);
    if (names(event.getSource().getObserver(), bases)) {
      faults.add(forged("AuditEvent.source.observer", "this server as the one that observed it"));
    }
    List<AuditEventAgentComponent> agents = event.getAgent();
    for (int i = 0; i < agents.size(); i++) {
      if (names(agents.get(i).getWho(), bases)) {
        faults.add(
            forged(
                "AuditEvent.agent[" + i + "].who",
                "this server as one who took part; its address can stand in network.address"));
      }
    }
  }

  private static boolean names(Reference who, List<String> bases) {
    return isOne(who.getReference(), bases) || isOne(who.getIdentifier().getValue(), bases);
  }

  private static boolean isOne(@Nullable String name, List<String> bases) {
    return name != null
        && bases.stream().anyMatch(it -> it.equalsIgnoreCase(name.strip().replaceAll("/+$", "")));
  }

  private void checkReferences(AuditEvent event, List<OperationOutcomeIssueComponent> faults) {
    context
        .newTerser()
        .getAllPopulatedChildElementsOfType(event, Reference.class)
        .forEach(
            it -> {
              if (it.hasReference() && it.getReference().startsWith("urn:")) {
                faults.add(
                    fault(
                        EventForm.TYPE,
                        IssueType.NOTSUPPORTED,
                        "An AuditEvent cannot refer to another entry of its Bundle. POST it when"
                            + " that is stored."));
              }
            });
  }

  private static OperationOutcomeIssueComponent forged(String place, String what) {
    return fault(
        place, IssueType.BUSINESSRULE, "An AuditEvent of another system cannot have " + what + ".");
  }

  private static OperationOutcomeIssueComponent fault(
      String place, IssueType code, String diagnostics) {
    OperationOutcomeIssueComponent issue = new OperationOutcomeIssueComponent();
    issue.setSeverity(IssueSeverity.ERROR).setCode(code).setDiagnostics(diagnostics);
    issue.addExpression(place);
    return issue;
  }

  private static UnprocessableEntityException refusal(List<OperationOutcomeIssueComponent> faults) {
    OperationOutcome outcome = new OperationOutcome();
    faults.forEach(outcome::addIssue);
    return new UnprocessableEntityException("The AuditEvent is not taken in.", outcome);
  }
}
