package org.andiron.server.subscription;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.subscription.model.CanonicalSubscription;
import ca.uhn.fhir.jpa.subscription.model.ResourceDeliveryMessage;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.andiron.server.NotificationGate;
import org.andiron.server.NotificationGate.Notification;
import org.andiron.server.NotificationGate.Subject;
import org.andiron.server.NotificationGate.Verdict;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHandler;

/** Asks, before each attempt of a delivery, whether its subscriber may still be told. */
final class GatedDelivery implements MessageHandler {

  private final FhirContext context;
  private final MessageHandler delivery;
  private final NotificationGate gate;
  private final BiConsumer<Message<?>, String> ended;

  /**
   * @param ended told of a message after which nothing more is delivered, and why
   */
  GatedDelivery(
      FhirContext context,
      MessageHandler delivery,
      NotificationGate gate,
      BiConsumer<Message<?>, String> ended) {
    this.context = context;
    this.delivery = delivery;
    this.gate = gate;
    this.ended = ended;
  }

  @Override
  public void handleMessage(Message<?> message) {
    if (!(message.getPayload() instanceof ResourceDeliveryMessage told)) {
      return;
    }
    Verdict verdict = gate.decide(notification(told));
    if (verdict instanceof Verdict.Deliver deliver) {
      deliver.subscriber().accept(() -> delivery.handleMessage(message));
    } else if (verdict instanceof Verdict.End end) {
      ended.accept(message, end.reason());
    }
  }

  private Notification notification(ResourceDeliveryMessage told) {
    CanonicalSubscription subscription = told.getSubscription();
    String criteria = subscription.getCriteriaString();
    String gathered = subscription.getPayloadSearchCriteria();
    // What a topic tells of is in a Bundle, which is no resource of this server.
    IIdType resource = subscription.isTopicSubscription() ? null : told.getPayloadId(context);
    return new Notification(
        subscription.getIdPart(),
        criteria == null ? "" : criteria,
        gathered != null && !gathered.isBlank(),
        resource == null || !resource.hasResourceType()
            ? Optional.empty()
            : Optional.of(
                new Subject(
                    resource.getResourceType(), resource.getIdPart(), version(told, resource))));
  }

  /** The content that is told of may be older than the resource, and about somebody else. */
  private Optional<Long> version(ResourceDeliveryMessage told, IIdType resource) {
    IBaseResource content = told.getPayload(context);
    String version =
        content == null || content.getMeta().getVersionId() == null
            ? resource.getVersionIdPart()
            : content.getMeta().getVersionId();
    return Optional.ofNullable(version).filter(it -> it.matches("[0-9]{1,18}")).map(Long::valueOf);
  }
}
