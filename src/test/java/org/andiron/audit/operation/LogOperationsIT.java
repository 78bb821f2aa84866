package org.andiron.audit.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.andiron.audit.capture.Recorded;
import org.andiron.audit.ledger.ConsistencyProof;
import org.andiron.audit.ledger.Hash;
import org.andiron.audit.ledger.InclusionProof;
import org.andiron.audit.ledger.SignedTreeHead;
import org.andiron.audit.ledger.SignedTreeHeadJson;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.SmartIT;
import org.andiron.testsupport.TestUsers;
import org.andiron.testsupport.UserTokens;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Privacy officers check the log, and nobody else does. */
class LogOperationsIT extends SmartIT {

  private FhirHttp officer = new FhirHttp("http://localhost");

  @BeforeEach
  void signIn() {
    officer = http(new UserTokens(this).of(TestUsers.PRIVACY_OFFICER, "user/*.rs"));
  }

  private static List<String> values(Answer answer, String name, String type) {
    return answer.json().path("parameter").findParents("name").stream()
        .filter(it -> it.path("name").asText().equals(name))
        .map(it -> it.path(type).asText())
        .toList();
  }

  private static String value(Answer answer, String name, String type) {
    List<String> values = values(answer, name, type);
    assertThat(values).as(answer.body()).hasSize(1);
    return values.get(0);
  }

  private static List<Hash> path(Answer answer) {
    return values(answer, "path", "valueString").stream()
        .map(it -> Hash.of(HexFormat.of().parseHex(it)))
        .toList();
  }

  /** A record that is sealed. */
  private String sealed() {
    String request = UUID.randomUUID().toString();
    assertThat(officer.get("/Patient/nobody", "X-Request-Id", request).status()).isEqualTo(403);
    String id = Recorded.of(jdbc(), request).only().getIdElement().getIdPart();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> officer.get("/AuditEvent/" + id + "/$inclusion-proof").status() == 200);
    return id;
  }

  @Test
  void aRecordIsProvedToBeInTheLog() {
    Answer answer = officer.get("/AuditEvent/" + sealed() + "/$inclusion-proof");
    SignedTreeHead head = SignedTreeHeadJson.decode(value(answer, "head", "valueString"));
    byte[] leaf = Base64.getDecoder().decode(value(answer, "leaf", "valueBase64Binary"));
    InclusionProof proof =
        new InclusionProof(
            Long.parseLong(value(answer, "index", "valueDecimal")),
            head.head().size(),
            path(answer));
    assertThat(proof.proves(Hash.ofLeaf(leaf), head.head())).isTrue();
    leaf[20]++;
    assertThat(proof.proves(Hash.ofLeaf(leaf), head.head())).isFalse();
  }

  @Test
  void theLogIsProvedToHaveGrownOnly() {
    Answer earlier = officer.get("/AuditEvent/" + sealed() + "/$inclusion-proof");
    SignedTreeHead first = SignedTreeHeadJson.decode(value(earlier, "head", "valueString"));
    sealed();
    Answer answer = officer.get("/AuditEvent/$consistency-proof?first=" + first.head().size());
    SignedTreeHead second = SignedTreeHeadJson.decode(value(answer, "second", "valueString"));
    assertThat(second.head().size()).isGreaterThan(first.head().size());
    assertThat(SignedTreeHeadJson.decode(value(answer, "first", "valueString"))).isEqualTo(first);
    ConsistencyProof proof =
        new ConsistencyProof(first.head().size(), second.head().size(), path(answer));
    assertThat(proof.proves(first.head(), second.head())).isTrue();
  }

  @Test
  void theLogIsVerified() {
    Answer sealed = officer.get("/AuditEvent/" + sealed() + "/$inclusion-proof");
    String anchor = value(sealed, "head", "valueString");
    String asked =
        "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"anchor\",\"valueString\":%s}]}"
            .formatted(TextNode.valueOf(anchor));
    Answer answer = officer.post("/AuditEvent/$verify", asked);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(value(answer, "status", "valueCode")).isIn("completed", "in-progress");
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                value(officer.get("/AuditEvent/$verify"), "status", "valueCode")
                    .equals("completed"));
    Answer completed = officer.get("/AuditEvent/$verify");
    // Others move the clock of this server, which the log notices; nothing else is wrong with it.
    for (JsonNode finding : completed.json().path("parameter")) {
      if (finding.path("name").asText().equals("finding")) {
        assertThat(finding.path("part").path(0).path("valueCode").asText())
            .as(finding.toString())
            .isEqualTo("time");
      }
    }
    assertThat(Long.parseLong(value(completed, "records", "valueDecimal"))).isPositive();
    assertThat(values(completed, "timeStamps", "valueDecimal"))
        .as("no certificates are set")
        .isEmpty();
  }

  @Test
  void badInputIsRefused() {
    assertThat(officer.get("/AuditEvent/$consistency-proof").status()).isEqualTo(400);
    assertThat(officer.get("/AuditEvent/$consistency-proof?first=2&second=1").status())
        .isEqualTo(400);
    assertThat(officer.get("/AuditEvent/$consistency-proof?first=987654321").status())
        .isEqualTo(400);
    assertThat(officer.get("/AuditEvent/$consistency-proof?first=0&second=987654321").status())
        .isEqualTo(404);
    assertThat(officer.get("/AuditEvent/" + UUID.randomUUID() + "/$inclusion-proof").status())
        .isEqualTo(404);
    assertThat(officer.get("/AuditEvent/none/$inclusion-proof").status()).isEqualTo(404);
    assertThat(
            officer
                .post(
                    "/AuditEvent/$verify",
                    "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"anchor\",\"valueString\":\"x\"}]}")
                .status())
        .isEqualTo(400);
  }

  @Test
  void nobodyElseChecksTheLog() {
    String id = sealed();
    FhirHttp nurse = http(new UserTokens(this).of(TestUsers.NURSE, "user/*.cruds"));
    FhirHttp system = http(token("system/*.cruds"));
    for (FhirHttp other : List.of(nurse, system)) {
      assertThat(other.get("/AuditEvent/" + id + "/$inclusion-proof").status()).isEqualTo(403);
      assertThat(other.get("/AuditEvent/$consistency-proof?first=0").status()).isEqualTo(403);
      assertThat(other.get("/AuditEvent/$verify").status()).isEqualTo(403);
    }
    assertThat(http().get("/AuditEvent/$verify").status()).isEqualTo(401);
  }

  @Test
  void checksAreRecorded() {
    assertThat(
            Recorded.send(jdbc(), officer, "GET", "/AuditEvent/$consistency-proof?first=0", null)
                .recorded()
                .kinds())
        .containsExactly("audit-verify");
  }
}
