package org.andiron.risk.cds;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import org.andiron.risk.feedback.CardFeedback;
import org.andiron.risk.feedback.FeedbackStore;
import org.andiron.risk.feedback.Giver;

/** Takes feedback: checks it, keeps it, counts what is new. */
final class FeedbackIntake {

  private static final String COUNTER = "andiron.risk.feedback";

  private final FeedbackReader reader;
  private final FeedbackStore store;
  private final MeterRegistry meters;

  FeedbackIntake(FeedbackReader reader, FeedbackStore store, MeterRegistry meters) {
    this.reader = reader;
    this.store = store;
    this.meters = meters;
  }

  /**
   * Takes the feedback of a request, all of it or none; it is durable when this returns.
   *
   * @param service id of the service
   * @param model id of its model
   * @throws org.andiron.server.CdsRefusedException if any of it is not as it must be
   */
  void take(String service, String model, Giver giver, JsonNode body) {
    store.keep(service, giver, reader.read(model, body)).forEach(this::count);
  }

  private void count(CardFeedback feedback) {
    meters
        .counter(
            COUNTER,
            "model",
            feedback.model().key().id(),
            "version",
            feedback.model().key().version(),
            "result",
            feedback.outcome().code())
        .increment();
  }
}
