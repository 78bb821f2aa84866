package org.andiron.server.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.subscription.model.CanonicalSubscription;
import ca.uhn.fhir.jpa.subscription.model.ResourceDeliveryMessage;
import ca.uhn.fhir.rest.api.EncodingEnum;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.andiron.server.NotificationGate;
import org.andiron.server.NotificationGate.Notification;
import org.andiron.server.NotificationGate.Verdict;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Observation;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;

class GatedDeliveryTest {

  private final List<Object> delivered = new ArrayList<>();
  private final List<String> ended = new ArrayList<>();
  private final List<Notification> asked = new ArrayList<>();

  private void deliver(NotificationGate gate) {
    FhirContext context = FhirContext.forR4Cached();
    CanonicalSubscription subscription = new CanonicalSubscription();
    subscription.setIdElement(new IdType("Subscription/7"));
    subscription.setCriteriaString("Observation?code=x");
    ResourceDeliveryMessage told = new ResourceDeliveryMessage();
    told.setSubscription(subscription);
    Observation observation = new Observation();
    observation.setId("Observation/3/_history/2");
    told.setPayload(context, observation, EncodingEnum.JSON);
    Message<?> message = new GenericMessage<>(told);
    new GatedDelivery(
            context,
            delivered::add,
            notification -> {
              asked.add(notification);
              return gate.decide(notification);
            },
            (ignored, reason) -> ended.add(reason))
        .handleMessage(message);
  }

  @Test
  void theGateIsToldOfWhat() {
    deliver(notification -> new Verdict.Deliver(Runnable::run));

    assertThat(asked)
        .containsExactly(
            new Notification(
                "7",
                "Observation?code=x",
                false,
                Optional.of(new NotificationGate.Subject("Observation", "3", Optional.of(2L)))));
    assertThat(delivered).hasSize(1);
  }

  @Test
  void whatIsWithheldIsNotDeliveredAndEndsNothing() {
    deliver(notification -> new Verdict.Withhold());

    assertThat(delivered).isEmpty();
    assertThat(ended).isEmpty();
  }

  @Test
  void anEndIsToldWithItsReason() {
    deliver(notification -> new Verdict.End("gone"));

    assertThat(delivered).isEmpty();
    assertThat(ended).containsExactly("gone");
  }

  @Test
  void aGateThatFailsLetsNothingThrough() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                deliver(
                    notification -> {
                      throw new IllegalStateException();
                    }));
    assertThat(delivered).isEmpty();
  }
}
