package org.andiron.visibility;

import java.util.Optional;

/** Asks what exists for somebody beside any request. */
public final class VisibleResources {

  private final RestrictedTransactions transactions;

  VisibleResources(RestrictedTransactions transactions) {
    this.transactions = transactions;
  }

  /**
   * Whether a resource exists now, and one of its versions if one is named.
   *
   * @param id logical id
   */
  public boolean exists(
      Visibility visibility, String resourceType, String id, Optional<Long> version) {
    return transactions.exists(visibility, resourceType, id, version);
  }
}
