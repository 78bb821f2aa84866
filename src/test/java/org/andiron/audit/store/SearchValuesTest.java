package org.andiron.audit.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAction;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventOutcome;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Test;

class SearchValuesTest {

  private static AuditEvent event() {
    AuditEvent event = new AuditEvent();
    event.setType(new Coding("http://t", "rest", "RESTful"));
    event.addSubtype(new Coding("http://s", "read", null));
    event.setAction(AuditEventAction.R).setOutcome(AuditEventOutcome._0);
    event
        .addAgent()
        .setName("Anna Ärztin")
        .setAltId("anna")
        .setWho(new Reference("Practitioner/1"));
    event.getAgentFirstRep().addPolicy("http://policy").getNetwork().setAddress("192.0.2.1");
    event.addAgent().setWho(new Reference("https://elsewhere.example.org/fhir/Device/d"));
    event.getSource().setSite("ward").setObserver(new Reference("Device/andiron"));
    event
        .addEntity()
        .setType(new Coding("http://e", "1", null))
        .setWhat(new Reference("Patient/p1/_history/3"));
    event.addEntity().setWhat(new Reference("Observation/o1"));
    return event;
  }

  @Test
  void anEventIsFoundByWhatItSays() {
    SearchValues values = SearchValues.of(event());
    assertThat(values.patient()).isEqualTo("p1");
    assertThat(values.action()).isEqualTo("R");
    assertThat(values.outcome()).isEqualTo("0");
    assertThat(values.type()).isEqualTo("http://t|rest");
    assertThat(values.agentNames()).containsExactly("Anna Ärztin");
    assertThat(values.addresses()).containsExactly("192.0.2.1");
    assertThat(values.terms())
        .containsExactlyInAnyOrder(
            "agent=Practitioner/1",
            "agent=https://elsewhere.example.org/fhir/Device/d",
            "altid=anna",
            "altid=|anna",
            "policy=http://policy",
            "subtype=read",
            "subtype=http://s|read",
            "site=ward",
            "site=|ward",
            "source=Device/andiron",
            "entity=Patient/p1",
            "entity=Observation/o1",
            "entity-type=1",
            "entity-type=http://e|1");
  }

  @Test
  void anEventThatSaysLittleIsFoundByLittle() {
    SearchValues values = SearchValues.of(new AuditEvent());
    assertThat(values.patient()).isNull();
    assertThat(values.action()).isNull();
    assertThat(values.type()).isEqualTo("|");
    assertThat(values.terms()).isEmpty();
  }

  @Test
  void anEventAboutSeveralPatientsIsInTheRecordOfNone() {
    AuditEvent event = event();
    event.addEntity().setWhat(new Reference("Patient/p1"));
    assertThat(SearchValues.of(event).patient()).isEqualTo("p1");
    event.addEntity().setWhat(new Reference("Patient/p2"));
    assertThat(SearchValues.of(event).patient()).isNull();
  }

  /** As where the Patient resource of another, which refers to the patient, was changed. */
  @Test
  void anEventIsInTheRecordOfThePatientWhoIsItsSubject() {
    AuditEvent event = new AuditEvent();
    event.addEntity().setWhat(new Reference("Patient/p1")).getRole().setCode("1");
    event.addEntity().setWhat(new Reference("Patient/p2/_history/1")).getRole().setCode("4");
    assertThat(SearchValues.of(event).patient()).isEqualTo("p1");
    assertThat(SearchValues.of(event).terms()).contains("entity=Patient/p1", "entity=Patient/p2");
  }

  @Test
  void aPatientOfAnotherServerIsNotOneOfOurs() {
    AuditEvent event = new AuditEvent();
    event.addEntity().setWhat(new Reference("https://elsewhere.example.org/fhir/Patient/p1"));
    assertThat(SearchValues.of(event).patient()).isNull();
  }

  @Test
  void whatCannotBeAPatientIsNone() {
    AuditEvent event = new AuditEvent();
    event.addEntity().setWhat(new Reference("Patient/" + "a".repeat(65)));
    event.addAgent().addPolicyElement().setId("empty");
    assertThat(SearchValues.of(event).patient()).isNull();
    assertThat(SearchValues.of(event).terms()).containsExactly("entity=Patient/" + "a".repeat(65));
  }

  @Test
  void aLongValueFitsIntoTheIndexAndDiffersFromOthers() {
    String name = "x".repeat(5_000);
    assertThat(SearchTerm.of("policy", name))
        .hasSizeLessThan(300)
        .isEqualTo(SearchTerm.of("policy", name));
    assertThat(SearchTerm.of("policy", name)).isNotEqualTo(SearchTerm.of("policy", name + "y"));
  }
}
