package org.andiron.consent.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.JdbcTemplate;

/** What denies a sensitivity denies what the labelling rules in force have not looked at. */
class UnknownLabelsIT extends ConsentIT {

  private static final String ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
  private static final String LEVELS = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";

  @Autowired private JdbcTemplate jdbc;
  @Autowired private RecordRuling ruling;
  @Autowired private ClinicalCodes codes;

  @Autowired
  @Qualifier("relabelling")
  private SmartLifecycle relabelling;

  private String plain = "";
  private String normal = "";
  private String hiv = "";

  @BeforeEach
  void recordAndConsent() {
    plain = observation("29463-7");
    normal = labelled(LEVELS, "N");
    hiv = labelled(ACT_CODE, "HIV");
    consent(
        "{'type': 'deny', 'securityLabel': [{'system': '"
            + ACT_CODE
            + "', 'code': 'PSY'}], 'actor': [{'role': {'text': 'x'}, 'reference': {'reference':"
            + " 'Practitioner/test-nurse'}}]}");
  }

  private String labelled(String system, String code) {
    return stored(
        "Observation",
        "{'resourceType': 'Observation', 'meta': {'security': [{'system': '"
            + system
            + "', 'code': '"
            + code
            + "'}]}, 'status': 'final', 'subject': {'reference': 'PATIENT'}, 'code': {'text':"
            + " 'MARK'}}");
  }

  private void assertStatus(int expected, List<String> paths) {
    for (String path : paths) {
      assertThat(status(nurse, path)).as(path).isEqualTo(expected);
      assertThat(status(physician, path)).as(path).isEqualTo(200);
    }
  }

  @Test
  void whatIsStoredIsLookedAtAtOnce() {
    String later = labelled(LEVELS, "N");
    assertStatus(200, List.of(plain, normal, hiv, later));
    assertStatus(404, List.of(labelled(ACT_CODE, "PSY")));
  }

  @Test
  void whatOtherRulesHaveLookedAtIsWithheldUntilItIsLabelledAnew() {
    String changed = as(backend).get(normal).body().replace("\"final\"", "\"amended\"");
    assertThat(as(backend).put(normal, changed).status()).isEqualTo(200);
    List<String> all = List.of(plain, normal, normal + "/_history/1", hiv, hiv + "/_history/1");
    assertStatus(200, all);

    jdbc.update(
        "update andiron.labelled set rules = null where res_id in"
            + " (select c.res_id from andiron.compartment c join hfj_resource p"
            + " on p.res_id = c.patient where p.fhir_id = ?)",
        patient.substring("Patient/".length()));
    jdbc.update("update andiron.ruling_state set policies = 'others'");
    ruling.all(codes.epoch());
    assertStatus(404, all);
    assertThat(found(nurse, "Observation?subject=" + patient)).isEmpty();

    relabelling.stop();
    relabelling.start();
    Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertStatus(200, all));
    assertThat(found(nurse, "Observation?subject=" + patient))
        .containsExactlyInAnyOrder(plain, normal, hiv);
  }
}
