package org.andiron.server.subscription;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import ca.uhn.fhir.subscription.SubscriptionConstants;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.andiron.server.egress.EgressPolicy;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Subscription;
import org.hl7.fhir.r4.model.Subscription.SubscriptionChannelComponent;
import org.hl7.fhir.r4.model.Subscription.SubscriptionChannelType;
import org.hl7.fhir.r4.model.Subscription.SubscriptionStatus;

/**
 * Refuses a Subscription that could never be served: over a channel this server does not speak, to
 * a host it may not call, or over a websocket with what has to be masked and recorded first.
 *
 * <p>See <a href="https://hl7.org/fhir/R4/subscription.html#safety">Safety and security</a>.
 */
@Interceptor
public final class SubscriptionEndpointCheck {

  static final Set<SubscriptionChannelType> CHANNELS =
      Set.of(SubscriptionChannelType.RESTHOOK, SubscriptionChannelType.WEBSOCKET);

  /** Nothing is sent in these, and one that has become unservable must be able to reach them. */
  private static final Set<SubscriptionStatus> INACTIVE =
      EnumSet.of(SubscriptionStatus.OFF, SubscriptionStatus.ERROR);

  private static final String TOPIC_PROFILE = SubscriptionConstants.SUBSCRIPTION_TOPIC_PROFILE_URL;
  private static final String CONTENT =
      SubscriptionConstants.SUBSCRIPTION_TOPIC_CHANNEL_PAYLOAD_CONTENT;

  private final EgressPolicy egress;

  SubscriptionEndpointCheck(EgressPolicy egress) {
    this.egress = egress;
  }

  /** Checks a new Subscription. */
  @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED)
  public void created(IBaseResource resource) {
    check(resource);
  }

  /** Checks the new version of a Subscription. */
  @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED)
  public void updated(IBaseResource previous, IBaseResource resource) {
    check(resource);
  }

  private void check(IBaseResource resource) {
    if (!(resource instanceof Subscription subscription)
        || INACTIVE.contains(subscription.getStatus())) {
      return;
    }
    SubscriptionChannelComponent channel = subscription.getChannel();
    if (channel.getType() == null || !CHANNELS.contains(channel.getType())) {
      throw new UnprocessableEntityException(
          "Subscription.channel.type: this server serves rest-hook and websocket");
    }
    if (channel.getType() == SubscriptionChannelType.WEBSOCKET) {
      requirePings(subscription);
    }
    if (channel.getType() == SubscriptionChannelType.RESTHOOK) {
      egress
          .refusal(channel.getEndpoint())
          .ifPresent(
              reason -> {
                throw new UnprocessableEntityException(
                    "Subscription.channel.endpoint is refused: " + reason);
              });
    }
  }

  /**
   * HAPI would send what a topic tells of as it is. Whatever says how much, also where the profile
   * that makes it a subscription to a topic is not there yet, must say nothing.
   */
  private static void requirePings(Subscription subscription) {
    List<String> contents =
        subscription.getChannel().getPayloadElement().getExtension().stream()
            .filter(it -> CONTENT.equals(it.getUrl()))
            .map(it -> it.hasValue() ? it.getValue().primitiveValue() : null)
            .toList();
    boolean ofTopic =
        subscription.getMeta().getProfile().stream()
            .anyMatch(it -> TOPIC_PROFILE.equals(it.getValue()));
    if ((ofTopic && contents.isEmpty()) || contents.stream().anyMatch(it -> !"empty".equals(it))) {
      throw new UnprocessableEntityException(
          "Subscription.channel.payload: over a websocket this server tells of a topic with the"
              + " backport-payload-content empty alone; for id-only and full-resource use"
              + " rest-hook");
    }
  }
}
