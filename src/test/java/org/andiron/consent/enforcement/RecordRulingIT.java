package org.andiron.consent.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** Records come under rules anew when policies, or what codes include, are others than before. */
class RecordRulingIT extends ConsentIT {

  @Autowired private RecordRuling ruling;
  @Autowired private ClinicalCodes codes;
  @Autowired private JdbcTemplate jdbc;

  private String system = "";

  @BeforeEach
  void codeSystem() {
    system = "http://example.org/" + mark;
  }

  private void store(String concepts) {
    int status =
        as(backend)
            .put(
                "CodeSystem/" + mark,
                json(
                    "{'resourceType': 'CodeSystem', 'id': 'MARK', 'url': '"
                        + system
                        + "', 'status': 'active', 'content': 'complete', 'concept': "
                        + concepts
                        + "}"))
            .status();
    assertThat(status).isIn(200, 201);
  }

  private String coded(String code) {
    return stored(
        "Observation",
        "{'resourceType': 'Observation', 'status': 'final', 'subject': {'reference': 'PATIENT'},"
            + " 'code': {'coding': [{'system': '"
            + system
            + "', 'code': '"
            + code
            + "'}]}}");
  }

  private void denyMood() {
    consent(
        "{'type': 'deny', 'action': [{'coding': [{'system':"
            + " 'http://terminology.hl7.org/CodeSystem/consentaction', 'code': 'access'}]}],"
            + " 'code': [{'coding': [{'system': '"
            + system
            + "', 'code': 'mood'}]}]}");
  }

  @Test
  void aCodeIncludesThoseBelowIt() {
    store(
        "[{'code': 'mood', 'concept': [{'code': 'low', 'concept': [{'code': 'very-low'}]}]},"
            + " {'code': 'weight'}]");
    String before = coded("very-low");
    denyMood();
    String after = coded("low");
    String itself = coded("mood");
    String other = coded("weight");

    assertThat(found(nurse, "Observation?subject=" + patient)).containsExactly(other);
    for (String hidden : new String[] {before, after, itself}) {
      assertThat(status(nurse, hidden)).isEqualTo(404);
    }
  }

  @Test
  void aCodeSystemThatIsStoredLaterActsOnWhatIsThere() {
    store("[{'code': 'mood'}, {'code': 'low'}]");
    String low = coded("low");
    denyMood();
    assertThat(status(nurse, low)).isEqualTo(200);

    store("[{'code': 'mood', 'concept': [{'code': 'low'}]}]");
    ruling.all(codes.epoch());

    assertThat(status(nurse, low)).isEqualTo(404);

    store("[{'code': 'mood'}, {'code': 'low'}]");
    ruling.all(codes.epoch());

    assertThat(status(nurse, low)).isEqualTo(200);
  }

  @Test
  void otherPoliciesActOnWhatIsThere() {
    String hidden = observation("2339-0");
    consent(DENY_ALL);
    jdbc.update(
        "delete from andiron.ruled where patient ="
            + " (select res_id from hfj_resource where res_type = 'Patient' and fhir_id = ?)",
        patient.substring("Patient/".length()));
    assertThat(status(nurse, hidden)).isEqualTo(200);

    ruling.all(codes.epoch());
    assertThat(status(nurse, hidden)).as("policies are those of before").isEqualTo(200);

    jdbc.update("update andiron.ruling_state set policies = 'others'");
    ruling.all(codes.epoch());
    assertThat(status(nurse, hidden)).isEqualTo(404);
    assertThat(RulingState.read(jdbc).finished()).isTrue();
  }

  @Test
  void whoWasStoppedGoesOn() {
    String hidden = observation("2339-0");
    consent(DENY_ALL);
    long number =
        jdbc.queryForObject(
            "select res_id from hfj_resource where res_type = 'Patient' and fhir_id = ?",
            Long.class,
            patient.substring("Patient/".length()));
    jdbc.update("delete from andiron.ruled where patient = ?", number);

    jdbc.update("update andiron.ruling_state set finished = false, done_to = ?", number);
    ruling.all(codes.epoch());
    assertThat(status(nurse, hidden)).as("was gone through").isEqualTo(200);

    jdbc.update("update andiron.ruling_state set finished = false, done_to = ?", number - 1);
    ruling.all(codes.epoch());
    assertThat(status(nurse, hidden)).isEqualTo(404);
  }
}
