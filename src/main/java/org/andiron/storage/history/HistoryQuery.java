package org.andiron.storage.history;

import ca.uhn.fhir.jpa.model.entity.ResourceHistoryTable;
import jakarta.persistence.EntityManager;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import jakarta.persistence.criteria.Subquery;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;

/**
 * The versions that were current at some point of a period: stored before its end, and not replaced
 * by its start. A deletion counts as a version, from which a client learns that there was nothing
 * else.
 */
class HistoryQuery {

  private final EntityManager entityManager;

  HistoryQuery(EntityManager entityManager) {
    this.entityManager = entityManager;
  }

  /** How many versions there are; needs a transaction. */
  long count(HistoryScope scope, HistoryPeriod period) {
    CriteriaBuilder builder = entityManager.getCriteriaBuilder();
    CriteriaQuery<Long> query = builder.createQuery(Long.class);
    Root<ResourceHistoryTable> version = query.from(ResourceHistoryTable.class);
    query.select(builder.count(version)).where(conditions(builder, query, version, scope, period));
    return entityManager.createQuery(query).getSingleResult();
  }

  /** Some of the versions, newest first, with what their ids need; needs a transaction. */
  List<ResourceHistoryTable> versions(
      HistoryScope scope, HistoryPeriod period, int first, int maximum) {
    CriteriaBuilder builder = entityManager.getCriteriaBuilder();
    CriteriaQuery<ResourceHistoryTable> query = builder.createQuery(ResourceHistoryTable.class);
    Root<ResourceHistoryTable> version = query.from(ResourceHistoryTable.class);
    version.fetch("myResourceTable");
    query
        .where(conditions(builder, query, version, scope, period))
        .orderBy(
            builder.desc(version.get("myUpdated")),
            builder.desc(version.get("myResourceId")),
            builder.desc(version.get("myResourceVersion")));
    return entityManager
        .createQuery(query)
        .setFirstResult(first)
        .setMaxResults(maximum)
        .getResultList();
  }

  private static Predicate[] conditions(
      CriteriaBuilder builder,
      CriteriaQuery<?> query,
      Root<ResourceHistoryTable> version,
      HistoryScope scope,
      HistoryPeriod period) {
    List<Predicate> conditions = new ArrayList<>();
    if (scope.resource() != null) {
      conditions.add(builder.equal(version.get("myResourceId"), scope.resource().getId()));
    } else if (scope.type() != null) {
      conditions.add(builder.equal(version.get("myResourceType"), scope.type()));
    }
    if (period.end() != null) {
      conditions.add(builder.lessThan(version.get("myUpdated"), Date.from(period.end())));
    }
    if (period.start() != null) {
      Subquery<Integer> replaced = query.subquery(Integer.class);
      Root<ResourceHistoryTable> later = replaced.from(ResourceHistoryTable.class);
      replaced
          .select(builder.literal(1))
          .where(
              builder.equal(later.get("myResourceId"), version.get("myResourceId")),
              builder.greaterThan(
                  later.<Long>get("myResourceVersion"), version.<Long>get("myResourceVersion")),
              builder.lessThanOrEqualTo(later.get("myUpdated"), Date.from(period.start())));
      conditions.add(builder.not(builder.exists(replaced)));
    }
    return conditions.toArray(Predicate[]::new);
  }
}
