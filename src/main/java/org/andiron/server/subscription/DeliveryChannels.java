package org.andiron.server.subscription;

import ca.uhn.fhir.broker.api.ChannelConsumerSettings;
import ca.uhn.fhir.broker.api.ChannelProducerSettings;
import ca.uhn.fhir.broker.api.IChannelNamer;
import ca.uhn.fhir.broker.api.IChannelSettings;
import ca.uhn.fhir.broker.jms.ISpringMessagingChannelProducer;
import ca.uhn.fhir.jpa.subscription.channel.impl.LinkedBlockingChannel;
import ca.uhn.fhir.jpa.subscription.channel.impl.LinkedBlockingChannelFactory;
import ca.uhn.fhir.jpa.subscription.channel.impl.RetryPolicyProvider;
import ca.uhn.fhir.subscription.SubscriptionConstants;
import ca.uhn.fhir.util.ThreadPoolUtil;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHandler;

/**
 * HAPI's queues within this process, save those of deliveries to subscribers: these end with their
 * subscription. HAPI keeps one for each subscription there ever was, and retries what a removed one
 * left behind.
 */
final class DeliveryChannels extends LinkedBlockingChannelFactory {

  /** How HAPI's SubscriptionDeliveryChannelNamer begins the name of each. */
  static final String DELIVERY_PREFIX = "subscription-delivery-";

  private final IChannelNamer namer;
  private final RetryPolicyProvider retryPolicy;
  private final SubscriptionProperties properties;
  private final Consumer<Message<?>> givenUp;
  private final UnaryOperator<MessageHandler> gate;
  private final Map<String, DeliveryChannel> channels = new ConcurrentHashMap<>();

  /**
   * @param givenUp told of a message whose last attempt failed; must not throw
   * @param gate put before each delivery
   */
  DeliveryChannels(
      IChannelNamer namer,
      RetryPolicyProvider retryPolicy,
      SubscriptionProperties properties,
      Consumer<Message<?>> givenUp,
      UnaryOperator<MessageHandler> gate) {
    super(namer, retryPolicy);
    this.namer = namer;
    this.retryPolicy = retryPolicy;
    this.properties = properties;
    this.givenUp = givenUp;
    this.gate = gate;
  }

  @Override
  public LinkedBlockingChannel getOrCreateReceiver(String name, ChannelConsumerSettings settings) {
    return name.startsWith(DELIVERY_PREFIX)
        ? channel(name, settings, settings.getConcurrentConsumers())
        : super.getOrCreateReceiver(name, settings);
  }

  @Override
  public ISpringMessagingChannelProducer getOrCreateProducer(
      String name, ChannelProducerSettings settings) {
    return name.startsWith(DELIVERY_PREFIX)
        ? channel(name, settings, settings.getConcurrentConsumers())
        : super.getOrCreateProducer(name, settings);
  }

  private DeliveryChannel channel(String name, IChannelSettings settings, int threads) {
    return channels.computeIfAbsent(
        namer.getChannelName(name, settings), fullName -> open(fullName, threads));
  }

  private DeliveryChannel open(String name, int threads) {
    return new DeliveryChannel(
        name,
        ThreadPoolUtil.newThreadPool(
            threads, threads, name + "-", SubscriptionConstants.DELIVERY_EXECUTOR_QUEUE_SIZE),
        retryPolicy,
        (channel, delivery) ->
            new RetriedDelivery(
                channel,
                gate.apply(delivery),
                properties.attempts(),
                properties.retryWait(),
                givenUp),
        closed -> channels.remove(name, closed));
  }

  @Override
  public void stop() {
    channels.values().forEach(DeliveryChannel::destroy);
    super.stop();
  }
}
