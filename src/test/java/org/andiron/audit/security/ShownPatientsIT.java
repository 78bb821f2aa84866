package org.andiron.audit.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.andiron.audit.capture.Recorded;
import org.andiron.security.account.Accounts;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.Person;
import org.andiron.testsupport.SmartApp;
import org.andiron.testsupport.SmartIT;
import org.andiron.testsupport.UnrecordableEvents;
import org.hl7.fhir.r4.model.AuditEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Whom the pages of sign-in show is recorded, and who withholds their record is not shown. */
class ShownPatientsIT extends SmartIT {

  private static final String SCOPE = "openid offline_access launch/patient patient/Goal.rs";

  private final String id = "shown-" + UUID.randomUUID().toString().substring(0, 8);
  private final String family = "Shown" + UUID.randomUUID().toString().substring(0, 8);

  @Autowired private Accounts accounts;

  private SmartApp app;
  private Person nurse;

  @BeforeEach
  void somebodyWhoIsToChoose() {
    for (String suffix : List.of("-a", "-b")) {
      Answer stored =
          http(token("system/*.cruds"))
              .put(
                  "Patient/" + id + suffix,
                  "{\"resourceType\": \"Patient\", \"id\": \"%s\", \"name\": [{\"family\": \"%s\"}]}"
                      .formatted(id + suffix, family));
      assertThat(stored.status()).as(stored.body()).isEqualTo(201);
    }
    nurse = Person.nurse(accounts);
    register(SmartApp.publicApp(id, SCOPE));
    app = new SmartApp(rootUrl(), id).signIn(nurse);
  }

  private Answer asked() {
    return app.authorize(app.request(SCOPE));
  }

  private String list(Answer asked) {
    return "/auth/patient?state=" + SmartApp.query(asked).get("state") + "&name=" + family;
  }

  /** Kinds with their patients, of what is recorded of the nurse since she has signed in. */
  private List<String> kinds() {
    List<String> kinds = Recorded.about(jdbc(), nurse.username()).kinds();
    return kinds.subList(kinds.indexOf("sign-in") + 1, kinds.size());
  }

  private AuditEvent last() {
    List<AuditEvent> all = Recorded.about(jdbc(), nurse.username()).all();
    return all.get(all.size() - 1);
  }

  private static String query(AuditEvent event) {
    return event.getEntity().stream()
        .filter(it -> it.hasQuery())
        .map(it -> new String(it.getQuery(), StandardCharsets.UTF_8))
        .findFirst()
        .orElse("");
  }

  @Test
  void whoeverIsListedIsRecorded() {
    String list = list(asked());
    assertThat(app.open(list).body()).contains(id + "-a", id + "-b");
    assertThat(kinds())
        .containsExactlyInAnyOrder("search-type " + id + "-a", "search-type " + id + "-b");
    assertThat(query(last()))
        .startsWith(rootUrl() + "/auth/patient?name=" + family)
        .doesNotContain("state");
    assertThat(last().getMeta().getProfile())
        .anySatisfy(it -> assertThat(it.getValue()).endsWith("PatientQuery"));
    app.open(list + "x");
    assertThat(kinds()).hasSize(3).last().isEqualTo("search-type");
  }

  @Test
  void thePatientOfAnAppIsRecordedWhereverTheyAreShown() {
    Answer asked = asked();
    app.choose(asked, id + "-a");
    int before = kinds().size();
    String state = SmartApp.query(asked).get("state");
    assertThat(app.open("/auth/authorization?state=" + state).body()).contains(family);
    app.redeem(
        SmartApp.query(app.allow(asked, List.of("patient/Goal.rs", "offline_access"))).get("code"));
    assertThat(app.open("/auth/apps").body()).contains(family);
    assertThat(kinds().subList(before, kinds().size()))
        .containsExactly(
            "read " + id + "-a", "authorization " + id + "-a", "token-issue", "read " + id + "-a");
    assertThat(query(last())).isEqualTo(rootUrl() + "/auth/apps");
  }

  @Test
  void whoWithholdsTheirRecordIsNotShown() {
    Answer asked = asked();
    app.choose(asked, id + "-b");
    givenConsent(id + "-b", "\"provision\": {\"type\": \"deny\"}");
    int before = kinds().size();
    String state = SmartApp.query(asked).get("state");
    assertThat(app.open("/auth/authorization?state=" + state).body())
        .contains("Read health goals")
        .doesNotContain(family);
    assertThat(kinds()).hasSize(before);

    assertThat(app.open(list(asked())).body()).contains(id + "-a").doesNotContain(id + "-b");
    assertThat(kinds().subList(before, kinds().size())).containsExactly("search-type " + id + "-a");
  }

  @Test
  void nobodyIsShownUnrecorded() throws Exception {
    Answer asked = asked();
    UnrecordableEvents.during(
        jdbc(),
        id + "-a",
        () -> {
          Answer refused = app.open(list(asked));
          assertThat(refused.status()).isEqualTo(503);
          assertThat(refused.body()).doesNotContain(family, id);
        });
    assertThat(app.open(list(asked)).status()).isEqualTo(200);
  }
}
