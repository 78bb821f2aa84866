package org.andiron.storage;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.Collection;
import java.util.function.Supplier;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * Decides for the transactions of the storage what exists for the request they belong to. The
 * storage tells of each transaction and of what it stores; whoever implements this knows who may
 * see what.
 */
public interface RestrictedAccess {

  /** Makes ready what the transactions of a request need and that cannot be done within them. */
  void prepare(@Nullable RequestDetails request);

  /**
   * Does the work of a request in the transaction of this thread, in which no more exists for the
   * work than for the request. Work without a request belongs to the one within which it is done.
   *
   * @param begins whether the transaction has just begun with this work; it ends as it began then
   */
  <T> @Nullable T within(
      @Nullable RequestDetails request, boolean begins, Supplier<@Nullable T> work);

  /** Does what the server does by itself, in the transaction of this thread: everything exists. */
  <T> T unrestricted(Supplier<T> work);

  /**
   * Takes note that the transaction of this thread stores a resource.
   *
   * @param key its number in {@code hfj_resource}
   * @param isNew whether nothing is kept of it yet
   */
  void storing(long key, IBaseResource resource, boolean isNew);

  /**
   * Takes note that the transaction of this thread deletes a resource.
   *
   * @param key its number in {@code hfj_resource}
   */
  void removing(long key);

  /**
   * What the transaction has stored so far is in the database, and so is its index.
   *
   * @param ends whether the transaction commits next
   * @throws ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException if it ends and the
   *     request may not store what it stored
   */
  void stored(boolean ends);

  /**
   * Whether all that exists of these types for this thread in its transaction is part of patients'
   * records.
   */
  boolean isOfPatients(Collection<String> resourceTypes);

  /**
   * Whether a resource exists for the request whose turn it is, and not for its references only.
   */
  boolean exists(String resourceType, String id);

  /** Does a part of the work of this thread for which no more exists than may be shown. */
  <T> T asSeen(Supplier<T> work);

  /**
   * Does a part of the work of this thread that looks for what criteria are about: what is withheld
   * does not exist for it, although references by id may lead to it.
   */
  <T> T byCriteria(Supplier<T> work);

  /** Whether less exists for the request of this thread than for others, as far as it is shown. */
  boolean seesLess();

  /**
   * Whether less exists for the request of this thread by its rights alone, as far as it is shown.
   */
  boolean seesLessByRights();

  /**
   * Does a part of the work of this thread for which all exists but what patients withhold from the
   * request.
   */
  <T> T beyondRights(Supplier<T> work);

  /** Whether something may not exist for what this thread does in its transaction. */
  boolean isRestricted();
}
