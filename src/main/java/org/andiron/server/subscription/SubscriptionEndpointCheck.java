package org.andiron.server.subscription;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.util.EnumSet;
import java.util.Set;
import org.andiron.server.egress.EgressPolicy;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Subscription;
import org.hl7.fhir.r4.model.Subscription.SubscriptionChannelComponent;
import org.hl7.fhir.r4.model.Subscription.SubscriptionChannelType;
import org.hl7.fhir.r4.model.Subscription.SubscriptionStatus;

/**
 * Refuses a Subscription that could never be served: over a channel this server does not speak, or
 * to a host it may not call.
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
}
