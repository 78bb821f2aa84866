package org.andiron.server.subscription;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.dao.data.IResourceModifiedDao;
import ca.uhn.fhir.jpa.dao.tx.HapiTransactionService;
import ca.uhn.fhir.jpa.model.entity.IPersistedResourceModifiedMessage;
import ca.uhn.fhir.jpa.subscription.ResourceModifiedMessagePersistenceSvcImpl;
import ca.uhn.fhir.jpa.subscription.model.ResourceModifiedMessage;
import ca.uhn.fhir.rest.server.messaging.BaseResourceMessage.OperationTypeEnum;
import org.hl7.fhir.instance.model.api.IIdType;

/**
 * Keeps the messages that something was changed until they are matched with subscriptions, each
 * under the version that the change made.
 *
 * <p>HAPI keeps the message of a deletion under the version before it, which is the one whose
 * content is to be matched. It took the place of the message of that version if that was not
 * matched yet, and the deletion failed if it was matched at that very moment.
 */
final class StoredMessages extends ResourceModifiedMessagePersistenceSvcImpl {

  private final FhirContext context;

  StoredMessages(
      FhirContext context,
      IResourceModifiedDao messages,
      DaoRegistry daos,
      HapiTransactionService transactions) {
    super(context, messages, daos, transactions);
    this.context = context;
  }

  @Override
  public IPersistedResourceModifiedMessage persist(ResourceModifiedMessage message) {
    if (message.getOperationType() != OperationTypeEnum.DELETE) {
      return super.persist(message);
    }
    IIdType before = message.getPayloadId(context);
    message.setPayloadId(moved(before, 1));
    IPersistedResourceModifiedMessage persisted = super.persist(message);
    message.setPayloadId(before);
    return persisted;
  }

  @Override
  public ResourceModifiedMessage createResourceModifiedMessageFromEntityWithoutInflation(
      IPersistedResourceModifiedMessage persisted) {
    ResourceModifiedMessage message =
        super.createResourceModifiedMessageFromEntityWithoutInflation(persisted);
    if (message.getOperationType() == OperationTypeEnum.DELETE) {
      message.setPayloadId(moved(message.getPayloadId(context), -1));
    }
    return message;
  }

  private static IIdType moved(IIdType id, long by) {
    return id.withVersion(Long.toString(id.getVersionIdPartAsLong() + by));
  }
}
