package org.andiron.security.subscriber;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.Optional;
import org.andiron.security.Caller;
import org.andiron.security.CallerOfRequest;
import org.andiron.server.RequestPipeline;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Subscription;
import org.hl7.fhir.r4.model.Subscription.SubscriptionStatus;
import org.jspecify.annotations.Nullable;

/**
 * Keeps whose each Subscription is: of whoever stored it last. What the server itself stores, such
 * as a status, changes nothing. Nor does an administrator who does no more than end it.
 */
@Interceptor
public final class OwnershipInterceptor {

  private final SubscriptionOwners owners;

  OwnershipInterceptor(SubscriptionOwners owners) {
    this.owners = owners;
  }

  @Hook(value = Pointcut.STORAGE_PRECOMMIT_RESOURCE_CREATED, order = RequestPipeline.OWNERSHIP)
  public void created(@Nullable RequestDetails request, IBaseResource resource) {
    Optional<Caller> caller = CallerOfRequest.of(request);
    if (caller.isPresent() && resource instanceof Subscription) {
      owners.put(resource.getIdElement().getIdPart(), SubscriptionOwner.of(caller.get()));
    }
  }

  @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED, order = RequestPipeline.OWNERSHIP)
  public void updating(
      @Nullable RequestDetails request, @Nullable IBaseResource before, IBaseResource after) {
    Optional<Caller> caller = CallerOfRequest.of(request);
    if (caller.isEmpty()
        || !(after instanceof Subscription subscription)
        || before instanceof Subscription known && isOnlyEnded(known, subscription)) {
      return;
    }
    owners.put(after.getIdElement().getIdPart(), SubscriptionOwner.of(caller.get()));
  }

  private static boolean isOnlyEnded(Subscription before, Subscription after) {
    if (after.getStatus() != SubscriptionStatus.OFF) {
      return false;
    }
    Subscription ended = before.copy();
    ended.setStatus(SubscriptionStatus.OFF).setErrorElement(after.getErrorElement());
    ended.setMeta(after.getMeta()).setIdElement(after.getIdElement());
    return ended.equalsDeep(after);
  }
}
