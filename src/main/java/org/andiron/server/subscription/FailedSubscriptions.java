package org.andiron.server.subscription;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.jpa.subscription.match.registry.SubscriptionRegistry;
import ca.uhn.fhir.jpa.subscription.model.ResourceDeliveryMessage;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Subscription;
import org.hl7.fhir.r4.model.Subscription.SubscriptionStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.messaging.Message;

/**
 * Sets a subscription whose endpoint does not take its notifications to status {@code error}, from
 * where its owner brings it back by setting it to {@code requested}.
 *
 * <p>See <a href="https://hl7.org/fhir/R4/subscription.html#status">Managing subscriptions and
 * errors</a>.
 */
final class FailedSubscriptions {

  private static final Logger LOG = LoggerFactory.getLogger(FailedSubscriptions.class);

  // Both are made with the channels that tell of failures.
  private final ObjectProvider<DaoRegistry> daos;
  private final ObjectProvider<SubscriptionRegistry> registry;
  private final int attempts;

  FailedSubscriptions(
      ObjectProvider<DaoRegistry> daos,
      ObjectProvider<SubscriptionRegistry> registry,
      int attempts) {
    this.daos = daos;
    this.registry = registry;
    this.attempts = attempts;
  }

  /** Ends the subscription that the message was for; the message is lost. */
  void giveUp(Message<?> message) {
    end(
        message,
        "The endpoint did not take a notification in "
            + attempts
            + " attempts. Set the status to requested to be notified again.");
  }

  /**
   * Ends the subscription that the message was for, which is not delivered.
   *
   * @param reason for its owner
   */
  void end(Message<?> message, String reason) {
    if (!(message.getPayload() instanceof ResourceDeliveryMessage delivery)) {
      return;
    }
    String id = delivery.getSubscription().getIdPart();
    try {
      if (setToError(new IdType("Subscription", id), reason)) {
        LOG.warn("Subscription/{} is set to status error: {}", id, reason);
      }
    } catch (ResourceGoneException | ResourceNotFoundException removed) {
      LOG.debug("Subscription/{} was removed before it could be set to error", id);
    } catch (RuntimeException failed) {
      LOG.warn(
          "A delivery to Subscription/{} is dropped; its status could not be set ({})",
          id,
          failed.getClass().getSimpleName());
      return;
    }
    registry.getObject().unregisterSubscriptionIfRegistered(id);
  }

  private synchronized boolean setToError(IdType id, String reason) {
    IFhirResourceDao<Subscription> dao = daos.getObject().getResourceDao(Subscription.class);
    Subscription subscription = dao.read(id, SystemRequestDetails.forAllPartitions());
    if (subscription.getStatus() != SubscriptionStatus.ACTIVE) {
      return false;
    }
    subscription.setStatus(SubscriptionStatus.ERROR).setError(reason);
    dao.update(subscription, SystemRequestDetails.forAllPartitions());
    return true;
  }
}
