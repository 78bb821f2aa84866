package org.andiron.visibility;

import java.util.Optional;

/** Asks what exists for somebody beside any request. */
public final class VisibleResources {

  private final RestrictedTransactions transactions;

  VisibleResources(RestrictedTransactions transactions) {
    this.transactions = transactions;
  }

  /** Does work in this thread for somebody, for which no more exists. */
  public static void during(Visibility visibility, Reader reader, Runnable work) {
    VisibilityOfRequest.during(visibility, Optional.of(reader), work);
  }

  /**
   * Whether a resource exists now, and one of its versions if one is named.
   *
   * @param reader from whom something may be withheld
   * @param id logical id
   */
  public boolean exists(
      Visibility visibility,
      Optional<Reader> reader,
      String resourceType,
      String id,
      Optional<Long> version) {
    return transactions.exists(visibility, reader, resourceType, id, version);
  }

  /**
   * Whether a resource would exist, and one of its versions if one is named, if that were withheld
   * and nothing else.
   *
   * @param id logical id
   */
  public boolean wouldExist(
      Visibility visibility,
      Withheld withheld,
      String resourceType,
      String id,
      Optional<Long> version) {
    return transactions.exists(visibility, withheld, resourceType, id, version);
  }
}
