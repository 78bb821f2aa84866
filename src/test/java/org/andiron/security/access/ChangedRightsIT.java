package org.andiron.security.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.SigningClient;
import org.andiron.testsupport.SmartIT;
import org.andiron.testsupport.TestUsers;
import org.andiron.testsupport.UserTokens;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Rights that end while they are in use have ended with the answer that says so. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChangedRightsIT extends SmartIT {

  private static final String RELATIVE = "RelatedPerson/test-relative";

  private final UserTokens tokens = new UserTokens(this);
  private FhirHttp administrator = new FhirHttp("");
  private List<TwoRecords> stored = List.of();

  @BeforeAll
  void signIn() {
    administrator = http(token("system/*.cruds"));
  }

  @BeforeEach
  void store() {
    stored = List.of(new TwoRecords(administrator));
  }

  @AfterEach
  void remove() {
    administrator.delete(RELATIVE);
    stored.get(0).remove();
  }

  private String search() {
    return "Observation?_count=1&code=urn:two%7C" + stored.get(0).mark();
  }

  private void relate(String patient, boolean active) {
    administrator.put(
        RELATIVE,
        "{\"resourceType\":\"RelatedPerson\",\"id\":\"test-relative\",\"active\":%s,\"patient\":{\"reference\":\"Patient/%s\"}}"
            .formatted(active, patient));
  }

  @Test
  void theNextPageIsNotForARelativeWhoIsNoneAnyMore() {
    relate(stored.get(0).own(), true);
    FhirHttp relative = http(tokens.of(TestUsers.RELATIVE, "user/*.rs"));
    Answer first = relative.get(search());
    assertThat(first.entries()).isEqualTo(1);
    String next = first.next().orElseThrow();
    assertThat(relative.get(next).entries()).isEqualTo(1);

    relate(stored.get(0).own(), false);
    Answer refused = relative.get(next);
    assertThat(refused.status()).as(refused.body()).isIn(403, 410);
    assertThat(refused.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
    assertThat(relative.get(search()).status()).isEqualTo(403);

    relate(stored.get(0).own(), true);
    assertThat(relative.get(next).entries()).isEqualTo(1);
  }

  @Test
  void theNextPageIsNotForARelativeOfSomebodyElse() {
    relate(stored.get(0).own(), true);
    FhirHttp relative = http(tokens.of(TestUsers.RELATIVE, "user/*.rs"));
    String next = relative.get(search()).next().orElseThrow();
    relate(stored.get(0).neighbour(), true);
    assertThat(relative.get(next).status()).isEqualTo(410);
    Answer found = relative.get(search());
    assertThat(found.entries()).isEqualTo(1);
    assertThat(found.body()).contains(TwoRecords.CANARY).doesNotContain("member-");
  }

  @Test
  void aRecordThatGoesToAnotherPatientIsNotOnTheNextPage() {
    TwoRecords two = stored.get(0);
    FhirHttp one = http(tokens.of(TestUsers.PHYSICIAN, "patient/*.rs", two.own()));
    String search = search() + "&_sort=_id";
    String next = one.get(search).next().orElseThrow();
    two.put(
        "Observation/observation-" + two.own(),
        two.observation(two.neighbour(), TwoRecords.CANARY));
    two.put("Observation/member-" + two.own(), two.observation(two.neighbour(), TwoRecords.CANARY));
    Answer page = one.get(next);
    assertThat(page.status()).as(page.body()).isEqualTo(200);
    assertThat(page.entries()).isZero();
    assertThat(page.body()).doesNotContain(TwoRecords.CANARY);
  }

  @Test
  void whoseClientIsDeletedHasNoTokenFromThenOn() throws Exception {
    SigningClient client = SigningClient.rsa("deleted-" + UUID.randomUUID());
    register(client.registration("\"scope\": \"system/*.rs\""));
    FhirHttp http = http(askForToken(client, "system/*.rs").json().path("access_token").asText());
    String next = http.get(search()).next().orElseThrow();
    BusyCallers.assertNoneServedAfter(
        http,
        List.of(search(), next),
        () ->
            assertThat(
                    administrator
                        .delete(rootUrl() + "/admin/clients/" + client.clientId())
                        .status())
                .isEqualTo(204));
    Answer refused = http.get(search());
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.header("WWW-Authenticate").orElse("")).contains("invalid_token");
    assertThat(http.get(next).status()).isEqualTo(401);
    assertThat(askForToken(client, "system/*.rs").status()).isEqualTo(401);
  }

  @Test
  void aTokenThatIsRevokedBetweenPagesTurnsNone() {
    FhirHttp nurse = http(tokens.of(TestUsers.NURSE, "patient/*.rs", stored.get(0).own()));
    String next = nurse.get(search()).next().orElseThrow();
    assertThat(nurse.get(next).status()).isEqualTo(200);
    jdbc()
        .update(
            "update andiron.app_authorization set revoked_at = now() where subject = ?",
            TestUsers.NURSE);
    assertThat(nurse.get(next).status()).isEqualTo(401);
  }
}
