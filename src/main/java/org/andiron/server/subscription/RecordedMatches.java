package org.andiron.server.subscription;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.subscription.model.CanonicalSubscription;
import ca.uhn.fhir.jpa.subscription.model.CanonicalSubscriptionChannelType;
import ca.uhn.fhir.jpa.subscription.model.ResourceDeliveryMessage;
import java.util.Objects;
import org.andiron.server.Disclosures;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.messaging.MessageHandler;

/**
 * Records that a subscriber is told that something matches, and not what: that, too, says something
 * of whose record it is.
 */
final class RecordedMatches {

  private final FhirContext context;
  private final ObjectProvider<Disclosures> disclosures;

  RecordedMatches(FhirContext context, ObjectProvider<Disclosures> disclosures) {
    this.context = context;
    this.disclosures = disclosures;
  }

  /**
   * What a subscriber is about to be told of.
   *
   * @throws RuntimeException if it is not recorded; then nothing must be told
   */
  void record(ResourceDeliveryMessage told) {
    CanonicalSubscription subscription = told.getSubscription();
    disclosures
        .getObject()
        .matching(
            subscription.getIdPart(),
            Objects.requireNonNullElse(subscription.getEndpointUrl(), ""),
            matched(told));
  }

  private @Nullable IBaseResource matched(ResourceDeliveryMessage told) {
    IBaseResource content = told.getPayload(context);
    IIdType id = told.getPayloadId(context);
    if (content != null || id == null || !id.hasResourceType()) {
      return content;
    }
    // What was deleted is told of by its id alone.
    IBaseResource gone = context.getResourceDefinition(id.getResourceType()).newInstance();
    gone.setId(id.toUnqualifiedVersionless());
    return gone;
  }

  /** Pings of websockets, recorded before HAPI sends them to whoever is connected. */
  MessageHandler beforePings(MessageHandler delivery) {
    return message -> {
      if (message.getPayload() instanceof ResourceDeliveryMessage told
          && told.getSubscription().getChannelType()
              == CanonicalSubscriptionChannelType.WEBSOCKET) {
        record(told);
      }
      delivery.handleMessage(message);
    };
  }
}
