package org.andiron.storage.transaction;

import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Lets only one conditional write with the same criteria look and then write at a time, on all
 * nodes: without that, two that find nothing both create. A lock ends with its transaction.
 *
 * <p>Whoever takes locks takes all it needs in one call, before it has any other lock of the
 * database. They are taken in ascending order, so that no two wait for each other.
 *
 * <p>There is a fixed number of locks, over which the criteria are spread: a transaction with ten
 * thousand conditional entries must not fill the lock table of PostgreSQL. Different criteria share
 * a lock now and then, and then merely wait for each other.
 */
class ConditionalWriteLocks {

  /** Tells these advisory locks from others: PostgreSQL keeps pairs apart from single numbers. */
  private static final int NAMESPACE = 0x616e6472;

  private static final int LOCK_BITS = 10;

  /** Well below the 6400 locks that PostgreSQL has room for unless told otherwise. */
  static final int LOCKS = 1 << LOCK_BITS;

  private final EntityManager entityManager;

  ConditionalWriteLocks(EntityManager entityManager) {
    this.entityManager = entityManager;
  }

  /** Waits for the lock of one write; needs a transaction. */
  void take(ConditionalCriteria criteria) {
    take(List.of(criteria));
  }

  /** Waits for the locks of all writes of a transaction; needs a transaction. */
  void take(Collection<ConditionalCriteria> criteria) {
    if (criteria.isEmpty()) {
      return;
    }
    entityManager
        .createNativeQuery(
            """
            select count(pg_advisory_xact_lock(:namespace, number))
            from unnest(cast(string_to_array(:numbers, ',') as int[])) as number""")
        .setParameter("namespace", NAMESPACE)
        .setParameter(
            "numbers",
            numbers(criteria).stream().map(String::valueOf).collect(Collectors.joining(",")))
        .getSingleResult();
  }

  /** The locks of criteria, in the order in which they are taken. */
  static SortedSet<Integer> numbers(Collection<ConditionalCriteria> criteria) {
    return criteria.stream()
        .map(it -> number(it.text()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static int number(String text) {
    // The hash of a string is the same in every process. Texts that differ little have hashes that
    // do: the product with the golden ratio brings the difference into the upper bits.
    return (text.hashCode() * 0x9E3779B9) >>> -LOCK_BITS;
  }
}
