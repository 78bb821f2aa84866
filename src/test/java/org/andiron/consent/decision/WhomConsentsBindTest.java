package org.andiron.consent.decision;

import static org.andiron.consent.decision.Given.OTHER_PATIENT;
import static org.andiron.consent.decision.Given.PATIENT;
import static org.andiron.consent.decision.Given.consent;
import static org.andiron.consent.decision.Given.decide;
import static org.andiron.consent.decision.Given.deny;
import static org.andiron.consent.decision.Given.observation;
import static org.andiron.consent.decision.Given.of;
import static org.andiron.consent.decision.Given.policy;
import static org.andiron.consent.decision.Given.reading;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.consent.rule.LegalPolicy;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.term.Code;
import org.junit.jupiter.api.Test;

/** Consents are about what others may do. */
class WhomConsentsBindTest {

  private final ConsentRequest own = reading(Given.caller(PATIENT), "PATRQT");
  private final ResourceFacts record = observation().build();

  private static ConsentRequest officer() {
    return reading(
        new Requester(
            ReferenceSet.of(new ResourceRef("Practitioner", "officer")),
            ReferenceSet.EMPTY,
            ReferenceSet.EMPTY,
            Set.of("privacy-officer")),
        "HCOMPL");
  }

  @Test
  void notThePatientWhoseRecordItIs() {
    ConsentDecision decision = decide(own, record, policy("deny"), consent(deny()));
    assertThat(decision.permits()).isTrue();
    assertThat(decision.grounds().rule()).isEqualTo(DecidingRule.OWN_RECORD);
    assertThat(decide(Given.doctor("TREAT"), record, consent(deny())).permits()).isFalse();
  }

  @Test
  void thePatientWhereAnotherPatientDenies() {
    ResourceFacts ofBoth = observation().patients(PATIENT, OTHER_PATIENT).build();
    ConsentPolicies policies = policy("all-normal");
    assertThat(decide(own, ofBoth, policies, of(OTHER_PATIENT, consent(deny()))).permits())
        .isFalse();
    assertThat(decide(own, ofBoth, policies, consent(deny())).permits()).isTrue();
  }

  @Test
  void lawBindsThePatientToo() {
    ConsentPolicies policies =
        new ConsentPolicies(
            List.of(new LegalPolicy("court", "Order of a court", null, true, deny())),
            policy("all-normal").implicit(),
            policy("all-normal").breakGlass(),
            false);
    assertThat(decide(own, record, policies).permits()).isFalse();
  }

  @Test
  void whatIsRecordedOfAccessesIsNotWithheldFromPrivacyOfficers() {
    Code brokenGlass = new Code("http://dicom.nema.org/resources/ontology/DCM", "110127");
    ResourceFacts event =
        ResourceFacts.of(new ResourceRef("AuditEvent", "e")).patients(PATIENT).build();
    ResourceFacts review =
        ResourceFacts.of(new ResourceRef("Task", "t"))
            .patients(PATIENT)
            .codes(List.of(brokenGlass))
            .build();
    ResourceFacts otherTask =
        ResourceFacts.of(new ResourceRef("Task", "o")).patients(PATIENT).build();
    for (ResourceFacts governed : List.of(event, review)) {
      assertThat(decide(officer(), governed, consent(deny())).grounds().rule())
          .isEqualTo(DecidingRule.GOVERNANCE);
      assertThat(decide(Given.doctor("TREAT"), governed, consent(deny())).permits()).isFalse();
    }
    assertThat(decide(officer(), otherTask, consent(deny())).permits()).isFalse();
    ResourceFacts codedAlike = observation().codes(List.of(brokenGlass)).build();
    assertThat(decide(officer(), codedAlike, consent(deny())).permits()).isFalse();
  }

  @Test
  void aConsentIsNotWithheldFromPrivacyOfficersAndNothingElseIsShownToThem() {
    ResourceFacts itself =
        ResourceFacts.of(new ResourceRef("Consent", "c")).patients(PATIENT).build();
    ConsentDecision decision = decide(officer(), itself, consent(deny()));
    assertThat(decision.permits()).isTrue();
    assertThat(decision.grounds().rule()).isEqualTo(DecidingRule.GOVERNANCE);
    assertThat(decide(officer(), record, consent(deny())).permits()).isFalse();
    assertThat(decide(Given.doctor("TREAT"), itself, consent(deny())).permits()).isFalse();
  }
}
