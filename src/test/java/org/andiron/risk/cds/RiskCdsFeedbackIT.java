package org.andiron.risk.cds;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.andiron.risk.feedback.FeedbackStore;
import org.andiron.testsupport.FhirHttp;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Feedback on cards is kept, each word once, and nothing that is none. */
class RiskCdsFeedbackIT extends CdsCallsIT {

  @Autowired private FeedbackStore stored;

  private static String feedback(String card, String outcome, String more, String at) {
    return "{\"feedback\": [{\"card\": \"%s\", \"outcome\": \"%s\"%s, \"outcomeTimestamp\": \"%s\"}]}"
        .formatted(card, outcome, more, at);
  }

  private List<String> kept(String card) {
    return jdbc()
        .queryForList(
            "select subject || ' ' || outcome || ' ' || coalesce(reason, '') || ' ' ||"
                + " coalesce(comment, '') from andiron.cds_feedback where card = ?::uuid order by"
                + " 1",
            String.class,
            card);
  }

  @Test
  void feedbackIsKept() {
    FhirHttp nurse = nurse();
    String card = cards(send(nurse, VIEW, view())).get(0).path("uuid").asText();
    String reason =
        ", \"overrideReason\": {\"reason\": {\"system\": \"%s\", \"code\": \"known\"},"
            .formatted(OverrideReason.SYSTEM)
            .concat(" \"userComment\": \"seen\"}");
    String path = VIEW + "/feedback";
    String overridden = feedback(card, "overridden", reason, "2026-03-01T10:00:00Z");
    assertThat(nurse.send("POST", path, overridden).status()).isEqualTo(200);
    assertThat(nurse.send("POST", path, overridden).status()).isEqualTo(200);
    assertThat(kept(card)).containsExactly("nurse.test overridden known seen");
    // What was earlier comes late and changes nothing; another caller has a word of its own.
    String earlier = feedback(card, "accepted", "", "2026-03-01T09:00:00Z");
    assertThat(nurse.send("POST", path, earlier).status()).isEqualTo(200);
    assertThat(backend.send("POST", path, earlier).status()).isEqualTo(200);
    assertThat(kept(card))
        .containsExactly("nurse.test overridden known seen", "test-backend accepted  ");
    String later = feedback(card, "accepted", "", "2026-03-01T11:00:00Z");
    assertThat(nurse.send("POST", path, later).status()).isEqualTo(200);
    assertThat(kept(card)).containsExactly("nurse.test accepted  ", "test-backend accepted  ");
    // As the report of its model has it.
    String digest =
        jdbc()
            .queryForObject(
                "select distinct digest from andiron.cds_feedback where card = ?::uuid",
                String.class,
                card);
    assertThat(stored.counts(String.valueOf(digest), LocalDate.now(ZoneOffset.UTC)).accepted())
        .isGreaterThanOrEqualTo(2);
  }

  @Test
  void feedbackThatIsNoneIsRefused() {
    String card = cards(send(backend, VIEW, view())).get(0).path("uuid").asText();
    String good = feedback(card, "accepted", "", "2026-03-01T10:00:00Z");
    refused(
        backend.send("POST", SERVICES + "/has-bled-patient-view/feedback", good),
        400,
        "bad_request",
        "feedback[0].card");
    refused(
        backend.send("POST", VIEW + "/feedback", good.replace("accepted", "seen")),
        400,
        "bad_request",
        "feedback[0].outcome");
    refused(
        backend.send("POST", SERVICES + "/patient-consent-consult/feedback", good),
        404,
        "not_found",
        "takes no feedback");
    refused(
        root(token("system/Observation.rs")).send("POST", VIEW + "/feedback", good),
        403,
        "forbidden",
        "$risk-score");
    assertThat(kept(card)).isEmpty();
  }
}
