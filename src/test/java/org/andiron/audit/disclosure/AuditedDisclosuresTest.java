package org.andiron.audit.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.andiron.audit.AuditTrail;
import org.andiron.audit.capture.RecordsOfAnswer;
import org.andiron.audit.event.AuditedEvent;
import org.andiron.audit.event.ConsentBasis;
import org.andiron.audit.event.EventKind;
import org.andiron.audit.event.HumanUser;
import org.andiron.audit.event.Requester;
import org.andiron.audit.event.ServerNode;
import org.andiron.security.Caller;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Test;

/** Each resource that a notification shows or names is recorded with its patients. */
class AuditedDisclosuresTest implements AuditTrail {

  private static final FhirContext R4 = FhirContext.forR4Cached();

  private final List<AuditedEvent> events = new ArrayList<>();
  private final AuditedDisclosures disclosures =
      new AuditedDisclosures(
          this,
          new RecordsOfAnswer(R4, it -> Map.of()),
          it -> Set.of("stored-of-" + it.replace('/', '-')),
          AuditedDisclosuresTest::permitting,
          R4.newTerser());

  private static List<ConsentBasis> permitting(Collection<String> patients) {
    return patients.stream()
        .map(it -> new ConsentBasis(it, Optional.of("Consent/of-" + it), "", true, "rule"))
        .toList();
  }

  @Override
  public AuditedEvent.Builder event(EventKind kind) {
    return event(kind, Requester.SERVER);
  }

  @Override
  public AuditedEvent.Builder event(EventKind kind, Requester requester) {
    return AuditedEvent.of(
        kind,
        Instant.EPOCH,
        new ServerNode(URI.create("http://localhost/fhir"), "Andiron", "node"),
        requester);
  }

  @Override
  public Requester requester() {
    return Requester.SERVER;
  }

  @Override
  public HumanUser user(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Requester requester(Caller caller) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void recordAll(Collection<AuditedEvent> some) {
    events.addAll(some);
  }

  @Override
  public UUID recordWithin(AuditedEvent event) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void concerns(String patient) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void refusedBy(String patient) {
    throw new UnsupportedOperationException();
  }

  private static Bundle notification(Reference focus) {
    Parameters status = new Parameters();
    status.setId("status");
    status.addParameter("subscription", new Reference("Subscription/s"));
    status.addParameter().setName("notification-event").addPart().setName("focus").setValue(focus);
    Bundle bundle = new Bundle();
    bundle.addEntry().setResource(status);
    return bundle;
  }

  private List<String> told() {
    return events.stream()
        .map(it -> it.data().orElseThrow().reference() + " " + it.patients())
        .toList();
  }

  @Test
  void whatIsShown() {
    Observation observation = new Observation().setSubject(new Reference("Patient/p"));
    observation.setId("Observation/o/_history/2");
    Bundle bundle = notification(new Reference("Observation/o"));
    bundle.addEntry().setResource(observation);
    disclosures.delivering("s", "https://hook.example.org/secret?token=secret", bundle);
    assertThat(told()).containsExactly("Observation/o/_history/2 [p]");
    assertThat(events.get(0).consents())
        .singleElement()
        .satisfies(it -> assertThat(it.consent()).contains("Consent/of-p"));
    assertThat(events.toString()).contains("hook.example.org").doesNotContain("secret");
  }

  @Test
  void whatIsNamed() {
    disclosures.delivering(
        "s", "https://hook.example.org/", notification(new Reference("Observation/o")));
    assertThat(told()).containsExactly("Observation/o [stored-of-Observation-o]");
  }

  @Test
  void aNotificationThatNamesNothing() {
    disclosures.delivering("s", "https://hook.example.org/", new Bundle());
    disclosures.delivering("s", "https://hook.example.org/", notification(new Reference()));
    assertThat(told()).containsExactly("Subscription/s []", "Subscription/s []");
  }

  @Test
  void whatIsOnlySaidToMatch() {
    Observation observation = new Observation().setSubject(new Reference("Patient/p"));
    observation.setId("Observation/o/_history/2");
    disclosures.matching("s", "", observation);
    Observation gone = new Observation();
    gone.setId("Observation/gone");
    disclosures.matching("s", "https://hooks.example.org/x", gone);
    disclosures.matching("s", "", null);
    assertThat(told())
        .containsExactly(
            "Observation/o/_history/2 [p]",
            "Observation/gone [stored-of-Observation-gone]",
            "Subscription/s []");
    assertThat(events)
        .allSatisfy(
            it -> assertThat(it.data().orElseThrow().details()).containsEntry("content", "none"));
  }
}
