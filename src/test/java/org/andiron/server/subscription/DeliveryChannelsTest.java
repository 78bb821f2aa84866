package org.andiron.server.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.broker.api.ChannelConsumerSettings;
import ca.uhn.fhir.broker.api.ChannelProducerSettings;
import ca.uhn.fhir.jpa.subscription.channel.impl.LinkedBlockingChannel;
import ca.uhn.fhir.jpa.subscription.channel.impl.RetryPolicyProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.support.GenericMessage;

class DeliveryChannelsTest {

  private static final String NAME = DeliveryChannels.DELIVERY_PREFIX + "rest-hook-1";

  private final List<Message<?>> givenUp = new ArrayList<>();
  private final DeliveryChannels channels =
      new DeliveryChannels(
          (name, settings) -> name,
          new RetryPolicyProvider(),
          new SubscriptionProperties(Duration.ofSeconds(1), "/websocket", 2, Duration.ofMinutes(1)),
          givenUp::add,
          UnaryOperator.identity());

  @AfterEach
  void stop() {
    channels.stop();
  }

  private LinkedBlockingChannel receiver(String name) {
    return channels.getOrCreateReceiver(
        name, new ChannelConsumerSettings().setConcurrentConsumers(2));
  }

  private Object producer(String name) {
    return channels.getOrCreateProducer(name, new ChannelProducerSettings());
  }

  @Test
  void whoSendsAndWhoReceivesShareTheChannelOfAName() {
    assertThat(producer(NAME)).isSameAs(receiver(NAME)).isInstanceOf(DeliveryChannel.class);
  }

  @Test
  void otherQueuesOfHapiStayAsTheyAre() {
    assertThat(receiver("subscription-matching")).isNotInstanceOf(DeliveryChannel.class);
    assertThat(producer("subscription-matching")).isSameAs(receiver("subscription-matching"));
  }

  @Test
  void aSubscriptionThatIsRemovedTakesItsChannelAndWhatWaitsInItAlong() throws Exception {
    CountDownLatch attempted = new CountDownLatch(2);
    MessageHandler down =
        message -> {
          attempted.countDown();
          throw new IllegalStateException("endpoint is down");
        };
    LinkedBlockingChannel channel = receiver(NAME);
    assertThat(channel.subscribe(down)).isTrue();
    assertThat(channel.hasSubscription(down)).isTrue();
    channel.send(new GenericMessage<>("one"));
    channel.send(new GenericMessage<>("two"));
    assertThat(attempted.await(30, TimeUnit.SECONDS)).isTrue();

    assertThat(channel.unsubscribe(down)).isTrue();
    channel.destroy();

    assertThat(channel.hasSubscription(down)).isFalse();
    assertThat(channel.unsubscribe(down)).isFalse();
    CountDownLatch delivered = new CountDownLatch(1);
    LinkedBlockingChannel next = receiver(NAME);
    assertThat(next).isNotSameAs(channel);
    next.subscribe(message -> delivered.countDown());
    next.send(new GenericMessage<>("three"));
    assertThat(delivered.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(givenUp).isEmpty();
  }
}
