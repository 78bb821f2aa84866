package org.andiron.server.subscription;

import ca.uhn.fhir.jpa.subscription.channel.impl.LinkedBlockingChannel;
import ca.uhn.fhir.jpa.subscription.channel.impl.RetryPolicyProvider;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.NonNull;
import org.springframework.messaging.MessageHandler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * The queue of one subscription. Its threads end by themselves when there is nothing to do; who
 * unsubscribes or destroys it ends the retries of what it holds.
 */
final class DeliveryChannel extends LinkedBlockingChannel {

  private final Map<MessageHandler, RetriedDelivery> deliveries = new ConcurrentHashMap<>();
  private final DeliveryFactory factory;
  private final Consumer<DeliveryChannel> destroyed;

  DeliveryChannel(
      String name,
      ThreadPoolTaskExecutor executor,
      RetryPolicyProvider retryPolicy,
      DeliveryFactory factory,
      Consumer<DeliveryChannel> destroyed) {
    super(name, executor, executor::getQueueSize, retryPolicy);
    this.factory = factory;
    this.destroyed = destroyed;
  }

  @Override
  public boolean subscribe(@NonNull MessageHandler handler) {
    RetriedDelivery delivery = factory.of(getChannelName(), handler);
    return deliveries.putIfAbsent(handler, delivery) == null && super.subscribe(delivery);
  }

  @Override
  public boolean hasSubscription(@NonNull MessageHandler handler) {
    return deliveries.containsKey(handler);
  }

  @Override
  public boolean unsubscribe(@NonNull MessageHandler handler) {
    RetriedDelivery delivery = deliveries.remove(handler);
    if (delivery == null) {
      return false;
    }
    delivery.close();
    return super.unsubscribe(delivery);
  }

  @Override
  public void destroy() {
    deliveries.values().forEach(RetriedDelivery::close);
    destroyed.accept(this);
  }

  /** Adds attempts to what delivers a message. */
  @FunctionalInterface
  interface DeliveryFactory {
    RetriedDelivery of(String channel, MessageHandler delivery);
  }
}
