package org.andiron.storage.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Criteria of conditional writes, whatever they are. */
class CriteriaIT extends AndironIT {

  private final String mark = "criteria-" + UUID.randomUUID().toString().substring(0, 8);
  private final String own = "identifier=urn:x%7C" + mark;

  @AfterEach
  void removeEverything() {
    http().delete("Task?" + own);
  }

  private String task() {
    return """
    {"resourceType": "Task", "status": "requested", "intent": "order",
     "identifier": [{"system": "urn:x", "value": "%s"}]}
    """
        .formatted(mark);
  }

  private Answer transaction(String url) {
    return http()
        .post(
            "",
            """
            {"resourceType": "Bundle", "type": "transaction", "entry": [
              {"request": {"method": "PUT", "url": "%s"}, "resource": %s}]}
            """
                .formatted(url, task()));
  }

  private static void assertRefused(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.diagnostics()).contains("leq").doesNotContain("2223");
  }

  @ParameterizedTest
  @ValueSource(strings = {"modified=leq2020", "modified=leq2020-01-01"})
  void whatCannotBeReadIsRefused(String criterion) {
    String url = "Task?" + criterion + "&" + own;
    assertRefused(http().put(url, task()));
    assertRefused(http().post("Task", task(), "If-None-Exist", criterion + "&" + own));
    assertRefused(
        http()
            .patch(
                url,
                "[{\"op\": \"remove\", \"path\": \"/identifier\"}]",
                "Content-Type",
                "application/json-patch+json"));
    assertRefused(http().delete(url));
    assertRefused(transaction(url));
    assertThat(http().get("Task?" + own).json().path("total").asInt()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"code:missing=true", "modified:missing=true"})
  void whatIsMissingIsCreatedOnce(String criterion) {
    String url = "Task?" + criterion + "&" + own;
    Answer created = http().put(url, task());
    assertThat(created.status()).as(created.body()).isEqualTo(201);
    Answer updated = http().put(url, task().replace("order", "plan"));
    assertThat(updated.status()).as(updated.body()).isEqualTo(200);
    assertThat(transaction(url).status()).isEqualTo(200);
    assertThat(http().get("Task?" + own).json().path("total").asInt()).isEqualTo(1);
  }
}
