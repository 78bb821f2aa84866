package org.andiron.audit.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAction;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentComponent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventEntityComponent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventOutcome;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both judges of conformity find what is wrong, and the same. */
class BalpJudgesTest {

  private static final String DCM = "http://dicom.nema.org/resources/ontology/DCM";
  private static final String OTHER_OBSERVER = "another";

  private static final List<Consumer<AuditEvent>> OF_EVENTS =
      List.of(
          it -> it.setAction(AuditEventAction.C),
          it -> it.setAction(AuditEventAction.R),
          it -> it.setOutcome(AuditEventOutcome._4),
          it -> it.getType().setCode("110110").setSystem(DCM).setDisplay(null),
          it -> it.getSubtype().clear(),
          it -> it.getSubtype().remove(0),
          it -> it.addSubtype(new Coding(DCM, "110122", "Login")),
          it -> it.addSubtype(it.getSubtypeFirstRep().copy()),
          it -> it.getSource().getObserver().setDisplay(OTHER_OBSERVER));

  private static final List<BiConsumer<AuditEvent, AuditEventAgentComponent>> OF_AGENTS =
      List.of(
          (event, it) -> event.getAgent().remove(it),
          (event, it) -> event.addAgent(it.copy()),
          (event, it) -> it.setWho(null),
          (event, it) -> it.setWho(new Reference().setDisplay("another")),
          (event, it) -> it.setNetwork(null),
          (event, it) -> it.setNetwork(NetworkAddress.name("x").network()),
          (event, it) -> it.setRequestor(!it.getRequestor()),
          (event, it) -> it.getPolicy().clear(),
          (event, it) -> it.addPolicy("urn:ietf:params:oauth:jti:1"),
          (event, it) -> it.addRole(new CodeableConcept().setText("nurse")),
          (event, it) -> it.setName("somebody"),
          (event, it) -> it.setAltId("x"),
          (event, it) -> it.setLocation(new Reference("Location/1")),
          (event, it) -> it.setMedia(new Coding(DCM, "110030", null)),
          (event, it) -> it.addPurposeOfUse(Code.purpose("TREAT").concept()),
          (event, it) -> it.setType(null),
          (event, it) -> it.getType().getCoding().remove(0),
          (event, it) -> it.setType(new CodeableConcept(new Coding(DCM, "110151", null))));

  private static final List<BiConsumer<AuditEvent, AuditEventEntityComponent>> OF_ENTITIES =
      List.of(
          (event, it) -> event.getEntity().remove(it),
          (event, it) -> event.addEntity(it.copy()),
          (event, it) -> it.setWhat(null),
          (event, it) -> it.setWhat(new Reference("Observation/1")),
          (event, it) -> it.setRole(null),
          (event, it) -> it.setRole(Codes.objectRole("24", "Query").coding()),
          (event, it) -> it.setRole(Codes.objectRole("3", "Report").coding()),
          (event, it) -> it.setQuery(null),
          (event, it) -> it.setQuery(new byte[] {1}),
          (event, it) ->
              it.setLifecycle(
                  new Coding(
                      "http://terminology.hl7.org/CodeSystem/dicom-audit-lifecycle", "6", null)),
          (event, it) -> it.addDetail().setType("x").setValue(new StringType("y")),
          (event, it) -> it.setType(null),
          (event, it) -> it.setType(Codes.OTHER_OBJECT.coding()),
          (event, it) -> it.setType(Codes.SYSTEM_OBJECT.coding()));

  /** Each change by itself, of every agent and entity. */
  @ParameterizedTest
  @EnumSource(
      names = {
        "CREATE",
        "VREAD",
        "DELETE",
        "OPERATION",
        "EXPORT_CONTENT",
        "IMPORT",
        "CONSENT_DECISION",
        "TOKEN_ISSUE"
      })
  void agreeOnEveryChange(EventKind kind) {
    AuditEvent event = AuditEvents.toFhir(sample(kind));
    List<String> disagreements = new ArrayList<>();
    int bad = 0;
    int good = 0;
    for (Changed changed : changes(event).toList()) {
      List<String> problems =
          BalpConformance.problems(changed.event()).stream()
              // A validator that has no records does not judge what a reference leads to.
              .filter(it -> !it.endsWith("entity:patient is a Patient"))
              .toList();
      List<String> errors = BalpDefinitions.errors(changed.event());
      if (problems.isEmpty() != errors.isEmpty()) {
        if (isR4(changed.event())) {
          disagreements.add(changed.what() + ": " + problems + " but " + errors);
        }
      } else if (problems.isEmpty()) {
        good++;
      } else {
        bad++;
      }
    }

    assertThat(disagreements).isEmpty();
    assertThat(bad).isGreaterThan(20);
    assertThat(good).isGreaterThan(20);
  }

  private static AuditedEvent sample(EventKind kind) {
    return switch (kind.form()) {
      case GRANT -> SampleEvents.full(kind);
      // HAPI takes a concept for one of a value set only if each of its codings is in it, and so
      // does not find the author who has a token.
      case CREATE, UPDATE, DELETE ->
          SampleEvents.builder(kind, withoutToken(SampleEvents.REQUESTER))
              .patients(List.of("p1"))
              .build();
      case READ, QUERY, DISCLOSURE, RECEIPT, DECISION, SIGN_IN, OTHER ->
          SampleEvents.full(kind, "p1");
    };
  }

  private static Requester withoutToken(Requester requester) {
    return new Requester(
        requester.client(),
        requester.user(),
        requester.organization(),
        requester.onBehalfOf(),
        Optional.empty(),
        requester.purposes());
  }

  private record Changed(String what, AuditEvent event) {}

  private static Stream<Changed> changes(AuditEvent event) {
    List<Changed> all = new ArrayList<>();
    for (int i = 0; i < OF_EVENTS.size(); i++) {
      AuditEvent copy = event.copy();
      OF_EVENTS.get(i).accept(copy);
      all.add(new Changed("event, change " + i, copy));
    }
    for (int at = 0; at < event.getAgent().size(); at++) {
      for (int i = 0; i < OF_AGENTS.size(); i++) {
        AuditEvent copy = event.copy();
        OF_AGENTS.get(i).accept(copy, copy.getAgent().get(at));
        all.add(new Changed("agent %d, change %d".formatted(at, i), copy));
      }
    }
    for (int at = 0; at < event.getEntity().size(); at++) {
      for (int i = 0; i < OF_ENTITIES.size(); i++) {
        AuditEvent copy = event.copy();
        OF_ENTITIES.get(i).accept(copy, copy.getEntity().get(at));
        all.add(new Changed("entity %d, change %d".formatted(at, i), copy));
      }
    }
    return all.stream();
  }

  private static boolean isR4(AuditEvent event) {
    AuditEvent plain = event.copy();
    plain.getMeta().getProfile().clear();
    return BalpDefinitions.errors(plain).isEmpty();
  }

  @Test
  void aProfileThatBalpDoesNotHaveIsNone() {
    AuditEvent event = AuditEvents.toFhir(SampleEvents.full(EventKind.READ));
    event.getMeta().addProfile("https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.Other");

    assertThat(BalpConformance.problems(event)).hasSize(1);
    assertThat(BalpDefinitions.errors(event)).isNotEmpty();
  }
}
