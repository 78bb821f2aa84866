package org.andiron.consent.labelling;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.andiron.consent.label.CodeGroup;
import org.andiron.consent.label.LabelRule;
import org.andiron.consent.label.LabelRules;
import org.andiron.consent.label.Labeller;
import org.andiron.consent.term.Code;
import org.andiron.consent.term.Confidentiality;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.SmartIT;
import org.andiron.testsupport.TestUsers;
import org.andiron.testsupport.UserTokens;
import org.hl7.fhir.r4.model.Condition;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Labels of whatever is stored, and who may remove them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LabelsIT extends SmartIT {

  private static final String HIV = "B20";
  private static final String PSYCHOSIS = "F29";
  private static final String DIABETES = "E11.9";
  private static final String SNAPSHOT = "X-Meta-Snapshot-Mode";

  @Autowired private DaoRegistry daos;
  @Autowired private Labeller labeller;
  @Autowired private LabelledResources labelled;
  @Autowired private PlatformTransactionManager transactions;

  private String physicianToken;
  private String officerToken;
  private String administratorToken;
  private FhirHttp physician;
  private String patient;

  @BeforeAll
  void tokens() {
    UserTokens users = new UserTokens(this);
    physicianToken = users.of(TestUsers.PHYSICIAN, "user/Condition.cruds user/Patient.cruds");
    officerToken = users.of(TestUsers.PRIVACY_OFFICER, "user/Consent.cruds");
    administratorToken = users.of(TestUsers.ADMINISTRATOR, "user/*.cruds");
    physician = http(physicianToken);
    patient = "Patient/" + stored(physician.post("Patient", "{\"resourceType\":\"Patient\"}")).id();
  }

  private String condition;

  @BeforeEach
  void aConditionWithHiv() {
    condition = "Condition/" + stored(physician.post("Condition", body(HIV, ""))).id();
  }

  private static Answer stored(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isBetween(200, 201);
    return answer;
  }

  /** A Condition with a code and labels, each {@code PSY}, {@code R} or {@code PSY!} (chosen). */
  private String body(String code, String id, String... labels) {
    StringBuilder security = new StringBuilder();
    for (String label : labels) {
      String value = label.replace("!", "");
      security
          .append(security.isEmpty() ? "" : ",")
          .append("{\"system\":\"")
          .append(system(value))
          .append("\",\"code\":\"")
          .append(value)
          .append(label.endsWith("!") ? "\",\"userSelected\":true}" : "\"}");
    }
    return """
    {"resourceType":"Condition",%s"meta":{"security":[%s]},"subject":{"reference":"%s"},
     "code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10","code":"%s"}]}}\
    """
        .formatted(
            id.isEmpty() ? "" : "\"id\":\"" + id.replaceAll(".*/", "") + "\",",
            security,
            patient,
            code)
        .replace("\"meta\":{\"security\":[]},", "");
  }

  private static String system(String label) {
    return "http://terminology.hl7.org/CodeSystem/"
        + (label.length() == 1 ? "v3-Confidentiality" : "v3-ActCode");
  }

  private void update(String code, String... labels) {
    stored(physician.put(condition, body(code, condition, labels)));
  }

  private List<String> labels(String path) {
    return labels(stored(physician.get(path)).json());
  }

  private static List<String> labels(JsonNode resource) {
    return resource.path("meta").path("security").findValuesAsText("code");
  }

  private int version() {
    return stored(physician.get(condition)).json().path("meta").path("versionId").asInt();
  }

  private long number(String path) {
    return jdbc()
        .queryForObject(
            "select res_id from hfj_resource where res_type || '/' || fhir_id = ?",
            Long.class,
            path);
  }

  private static String meta(String kind, String label) {
    return """
    {"resourceType":"Parameters","parameter":[{"name":"meta","valueMeta":{"%s":[
     {"system":"%s","code":"%s"}]}}]}\
    """
        .formatted(kind, system(label), label);
  }

  private List<String> found(String label) {
    return stored(
            physician.get(
                "Condition?subject=" + patient + "&_security=" + system(label) + "%7C" + label))
        .json()
        .findPath("entry")
        .findValuesAsText("fullUrl");
  }

  @Nested
  class Writing {

    @Test
    void whatIsCreatedIsLabelledAndFoundByItsLabels() {
      assertThat(labels(condition)).containsExactlyInAnyOrder("HIV", "R");
      assertThat(found("HIV")).anyMatch(it -> it.endsWith(condition));
      assertThat(version()).isEqualTo(1);
      assertThat(labelled.lookedAt(Set.of(number(condition)))).hasSize(1);
    }

    @Test
    void anAnswerHasTheHighestLevelOfWhatIsInIt() {
      String id = condition.replaceAll(".*/", "");
      assertThat(labels("Condition?_id=" + id)).containsExactly("R");
      assertThat(labels(condition + "/_history")).containsExactly("R");
      assertThat(labels("Condition?_summary=count&_id=" + id)).isEmpty();
      assertThat(labels("Patient?_id=" + patient.replaceAll(".*/", ""))).isEmpty();
    }

    @Test
    void whatHasNoneOfTheCodesIsLookedAtToo() {
      String other = "Condition/" + stored(physician.post("Condition", body(DIABETES, ""))).id();
      assertThat(labels(other)).isEmpty();
      assertThat(labelled.lookedAt(Set.of(number(other)))).hasSize(1);
    }

    @Test
    void whatIsAboutNoPatientIsNot() {
      Answer location =
          stored(
              http(token("system/*.cruds"))
                  .post(
                      "Location",
                      "{\"resourceType\":\"Location\",\"type\":[{\"coding\":[{\"system\":"
                          + "\"http://snomed.info/sct\",\"code\":\"86406008\"}]}]}"));
      assertThat(labels(location.json())).isEmpty();
      assertThat(labelled.lookedAt(Set.of(number("Location/" + location.id())))).isEmpty();
    }

    @Test
    void anUpdateChangesTheLabelsThatRulesSet() {
      update(PSYCHOSIS);
      assertThat(labels(condition)).containsExactlyInAnyOrder("PSY", "R");
      assertThat(found("HIV")).noneMatch(it -> it.endsWith(condition));
      assertThat(labels(condition + "/_history/1")).containsExactlyInAnyOrder("HIV", "R");
      update(DIABETES);
      assertThat(labels(condition)).isEmpty();
      assertThat(version()).isEqualTo(3);
    }

    @Test
    void whatIsSentBackAsItWasReadIsNotSetByHand() {
      update(HIV, "HIV", "R");
      assertThat(version()).isEqualTo(1);
      update(DIABETES, "HIV", "R");
      assertThat(labels(condition)).isEmpty();
    }

    @Test
    void aPatchIsLabelled() {
      stored(
          physician.patch(
              condition,
              "[{\"op\":\"replace\",\"path\":\"/code/coding/0/code\",\"value\":\"F29\"},"
                  + "{\"op\":\"remove\",\"path\":\"/meta/security\"}]",
              "Content-Type",
              "application/json-patch+json"));
      assertThat(labels(condition)).containsExactlyInAnyOrder("PSY", "R");
    }

    @Test
    void entriesOfATransactionAreLabelled() {
      Answer answer =
          stored(
              physician.post(
                  "",
                  """
                  {"resourceType":"Bundle","type":"transaction","entry":[
                   {"resource":%s,"request":{"method":"POST","url":"Condition"}},
                   {"resource":%s,"request":{"method":"PUT","url":"%s"}}]}\
                  """
                      .formatted(body(HIV, ""), body(PSYCHOSIS, condition), condition)));
      String created =
          answer
              .json()
              .path("entry")
              .path(0)
              .path("response")
              .path("location")
              .asText()
              .replaceAll("/_history.*", "");
      assertThat(labels(created)).containsExactlyInAnyOrder("HIV", "R");
      assertThat(labels(condition)).containsExactlyInAnyOrder("PSY", "R");
      assertThat(labelled.lookedAt(Set.of(number(created), number(condition)))).hasSize(2);
    }

    @Test
    void whatTheServerStoresByItselfIsLabelled() {
      Condition stored =
          fhirContext().newJsonParser().parseResource(Condition.class, body(HIV, ""));
      String id =
          daos.getResourceDao(Condition.class)
              .create(stored, new SystemRequestDetails())
              .getId()
              .getIdPart();
      assertThat(labels("Condition/" + id)).containsExactlyInAnyOrder("HIV", "R");
    }
  }

  @Nested
  class ByHand {

    @Test
    void aLabelStaysWhateverIsWritten() {
      update(HIV, "HIV", "R", "SDV", "V");
      assertThat(labels(condition)).containsExactlyInAnyOrder("HIV", "SDV", "V");
      update(DIABETES);
      assertThat(labels(condition)).containsExactlyInAnyOrder("SDV", "V");
      stored(physician.put(condition, body(HIV, condition), SNAPSHOT, "SECURITY_LABEL"));
      assertThat(labels(condition)).containsExactlyInAnyOrder("HIV", "SDV", "V");
      update(DIABETES);
      assertThat(physician.delete(condition).status()).isEqualTo(200);
      update(DIABETES);
      assertThat(labels(condition)).containsExactlyInAnyOrder("SDV", "V");
    }

    @Test
    void aLowerLevelLowersNothing() {
      update(HIV, "HIV", "N");
      assertThat(labels(condition)).containsExactlyInAnyOrder("HIV", "N", "R");
    }

    @Test
    void whatAUserHasChosenStays() {
      update(HIV, "HIV!", "R");
      update(DIABETES);
      assertThat(labels(condition)).contains("HIV", "R");
    }

    @Test
    void whatIsAddedByItselfStays() {
      stored(physician.post(condition + "/$meta-add", meta("security", "HIV")));
      update(DIABETES);
      assertThat(labels(condition)).containsExactlyInAnyOrder("HIV", "R");
    }
  }

  @Nested
  class Removing {

    @Test
    void aClinicianMayRemoveTagsButNoLabels() {
      stored(physician.post(condition + "/$meta-add", meta("tag", "HIV")));
      stored(physician.post(condition + "/$meta-delete", meta("tag", "HIV")));
      for (String label : List.of("HIV", "R")) {
        Answer refused = physician.post(condition + "/$meta-delete", meta("security", label));
        assertThat(refused.status()).as(refused.body()).isEqualTo(403);
        assertThat(refused.diagnostics())
            .contains("Only privacy officers and administrators may remove security labels");
      }
      assertThat(labels(condition)).containsExactlyInAnyOrder("HIV", "R");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anOfficerMayAndRulesDoNotSetItAgain(boolean officer) {
      FhirHttp caller = http(officer ? officerToken : administratorToken);
      assertThat(caller.get(condition).status()).isEqualTo(403);
      stored(caller.post(condition + "/$meta-delete", meta("security", "HIV")));
      assertThat(labels(condition)).containsExactly("R");
      update("B20.1");
      assertThat(labels(condition)).containsExactly("R");
      stored(physician.post(condition + "/$meta-add", meta("security", "HIV")));
      update(DIABETES);
      assertThat(labels(condition)).containsExactlyInAnyOrder("HIV", "R");
    }

    @Test
    void notWithATokenForLess() {
      String token = new UserTokens(LabelsIT.this).of(TestUsers.PRIVACY_OFFICER, "user/Consent.rs");
      Answer refused = http(token).post(condition + "/$meta-delete", meta("security", "HIV"));
      assertThat(refused.status()).as(refused.body()).isEqualTo(403);
      assertThat(
              http(token("system/Condition.cruds"))
                  .post(condition + "/$meta-delete", meta("security", "HIV"))
                  .status())
          .isEqualTo(403);
      assertThat(labels(condition)).containsExactlyInAnyOrder("HIV", "R");
    }
  }

  @Nested
  class ARuleThatChanges {

    private RelabelBatches batches(Labeller rules) {
      return new RelabelBatches(
          jdbc(),
          new TransactionTemplate(transactions),
          fhirContext(),
          rules,
          new LabelledResources(jdbc(), rules.version()),
          resources -> {});
    }

    private void relabel(Labeller rules) {
      RelabelBatches batches = batches(rules);
      long last = 0;
      RelabelBatches.Outcome outcome = batches.next(last);
      while (!(outcome instanceof RelabelBatches.Outcome.End)) {
        // What others write meanwhile is passed over.
        last = outcome instanceof RelabelBatches.Outcome.Done done ? done.last() : last;
        outcome = batches.next(last);
      }
    }

    @Test
    void relabelsWhatIsStoredWithoutNewVersions() {
      update(HIV, "HIV", "R", "SDV");
      int version = version();
      Labeller other =
          new Labeller(
              fhirContext(),
              new LabelRules(
                  List.of(
                      new LabelRule(
                          "other-" + UUID.randomUUID(),
                          "Other",
                          Set.of(Code.sensitivity("VIO")),
                          Confidentiality.V,
                          Set.of("Condition"),
                          List.of(
                              new CodeGroup(
                                  Set.of("http://hl7.org/fhir/sid/icd-10"), Set.of(HIV), Set.of())),
                          List.of("test")))));
      try {
        relabel(other);
        assertThat(labels(condition)).containsExactlyInAnyOrder("VIO", "V", "SDV");
        assertThat(labels(condition + "/_history/" + version))
            .containsExactlyInAnyOrder("VIO", "V", "SDV");
        assertThat(labels(condition + "/_history/1")).containsExactlyInAnyOrder("HIV", "R");
        assertThat(found("VIO")).anyMatch(it -> it.endsWith(condition));
        assertThat(found("HIV")).noneMatch(it -> it.endsWith(condition));
        assertThat(labelled.lookedAt(Set.of(number(condition)))).isEmpty();
      } finally {
        relabel(labeller);
      }
      assertThat(labels(condition)).containsExactlyInAnyOrder("HIV", "R", "SDV");
      assertThat(version()).isEqualTo(version);
      assertThat(labelled.lookedAt(Set.of(number(condition)))).hasSize(1);
      update(DIABETES);
      assertThat(new LinkedHashSet<>(labels(condition))).containsExactlyInAnyOrder("SDV", "R");
    }

    @Test
    void oneServerAtATime() {
      TransactionTemplate other = new TransactionTemplate(transactions);
      other.executeWithoutResult(
          status -> {
            jdbc().queryForList("select pg_advisory_xact_lock(4102774081553927911)");
            TransactionTemplate apart = new TransactionTemplate(transactions);
            apart.setPropagationBehavior(TransactionTemplate.PROPAGATION_REQUIRES_NEW);
            RelabelBatches batches =
                new RelabelBatches(
                    jdbc(), apart, fhirContext(), labeller, labelled, resources -> {});
            assertThat(batches.next(0)).isInstanceOf(RelabelBatches.Outcome.Busy.class);
          });
      assertThat(batches(labeller).next(0)).isNotInstanceOf(RelabelBatches.Outcome.Busy.class);
    }
  }
}
