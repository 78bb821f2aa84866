package org.andiron.server.subscription;

import ca.uhn.fhir.jpa.subscription.match.deliver.resthook.SubscriptionDeliveringRestHookListener;
import ca.uhn.fhir.jpa.subscription.model.CanonicalSubscription;
import ca.uhn.fhir.jpa.subscription.model.ResourceDeliveryMessage;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.IHttpClient;
import ca.uhn.fhir.rest.client.api.IHttpResponse;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.andiron.server.Disclosures;
import org.andiron.server.ShownContent;
import org.hl7.fhir.instance.model.api.IBaseBundle;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/**
 * HAPI's delivery to rest-hook endpoints. It takes the endpoint of a topic subscription for a FHIR
 * server that answers a transaction, and fails where the endpoint only says that it has received
 * the notification; here any 2xx will do. Nothing is sent that may not be shown, and nothing that
 * is not recorded.
 */
public class RestHookDelivery extends SubscriptionDeliveringRestHookListener {

  private final ObjectProvider<ShownContent> shown;
  private final ObjectProvider<Disclosures> disclosures;

  RestHookDelivery(ObjectProvider<ShownContent> shown, ObjectProvider<Disclosures> disclosures) {
    this.shown = shown;
    this.disclosures = disclosures;
  }

  @Override
  protected void doDelivery(
      ResourceDeliveryMessage message,
      CanonicalSubscription subscription,
      @Nullable EncodingEnum payloadType,
      IGenericClient client,
      @Nullable IBaseResource payload) {
    if (payload == null) {
      new RecordedMatches(myFhirContext, disclosures).record(message);
    } else if (!gathers(subscription)) {
      // Before anything takes out who it is about.
      record(subscription, payload);
    }
    IBaseResource content = payload == null ? null : shown(payload);
    if (subscription.isTopicSubscription() && content != null) {
      post(subscription, payloadType == null ? EncodingEnum.JSON : payloadType, content);
    } else {
      super.doDelivery(message, subscription, payloadType, client, content);
    }
  }

  private static boolean gathers(CanonicalSubscription subscription) {
    String criteria = subscription.getPayloadSearchCriteria();
    return criteria != null && !criteria.isBlank();
  }

  /** What another search finds is sent in the place of what is told of. */
  @Override
  protected IBaseBundle createDeliveryBundleForPayloadSearchCriteria(
      CanonicalSubscription subscription, IBaseResource payload) {
    IBaseBundle gathered =
        super.createDeliveryBundleForPayloadSearchCriteria(subscription, payload);
    // As of what is told of: before anything takes out who it is about.
    record(subscription, gathered);
    return (IBaseBundle) shown(gathered);
  }

  private void record(CanonicalSubscription subscription, IBaseResource content) {
    disclosures
        .getObject()
        .delivering(subscription.getIdPart(), subscription.getEndpointUrl(), content);
  }

  private IBaseResource shown(IBaseResource payload) {
    ShownContent content = shown.getIfAvailable();
    return content == null ? payload : content.of(List.of(payload)).get(0);
  }

  private void post(
      CanonicalSubscription subscription, EncodingEnum encoding, IBaseResource notification) {
    IHttpClient http =
        myFhirContext
            .getRestfulClientFactory()
            .getHttpClient(
                new StringBuilder(subscription.getEndpointUrl()),
                Map.of(),
                "",
                RequestTypeEnum.POST,
                parseHeadersFromSubscription(subscription));
    try {
      IHttpResponse response =
          http.createByteRequest(
                  myFhirContext,
                  encoding.newParser(myFhirContext).encodeResourceToString(notification),
                  encoding.getResourceContentTypeNonLegacy(),
                  encoding)
              .execute();
      int status = response.getStatus();
      // Gives the connection back.
      response.close();
      if (status < 200 || status > 299) {
        throw BaseServerResponseException.newInstance(status, "The endpoint answered " + status);
      }
    } catch (IOException unreachable) {
      throw new UncheckedIOException(unreachable);
    }
  }
}
