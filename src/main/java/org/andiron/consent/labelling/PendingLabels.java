package org.andiron.consent.labelling;

import ca.uhn.fhir.jpa.api.dao.IDao;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import jakarta.persistence.EntityManager;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What the transaction of this thread has labelled. A resource that is created has no number yet
 * then, so that it is written down before the transaction commits.
 */
final class PendingLabels {

  /**
   * The search reads the labels of the newest version, which has lost none where an update changes
   * nothing else.
   */
  private static final String ALIGN =
      """
      delete from hfj_history_tag h
      using hfj_resource r, hfj_res_ver v, hfj_tag_def d
      where r.res_id = any(?) and v.res_id = r.res_id and v.res_ver = r.res_ver
        and h.res_ver_pid = v.pid and d.tag_id = h.tag_id and d.tag_type = 2
        and not exists (
          select 1 from hfj_res_tag t where t.res_id = r.res_id and t.tag_id = h.tag_id)
      """;

  private final LabelledResources labelled;
  private final JdbcOperations jdbc;
  private final EntityManager session;

  PendingLabels(LabelledResources labelled, JdbcOperations jdbc, EntityManager session) {
    this.labelled = labelled;
    this.jdbc = jdbc;
    this.session = session;
  }

  /** Whose doing the labels of a resource are, also if this transaction has changed them. */
  Labelled find(long resource) {
    Transaction transaction = (Transaction) TransactionSynchronizationManager.getResource(this);
    Labelled found = transaction == null ? null : transaction.find(resource);
    return found == null ? labelled.find(resource) : found;
  }

  /**
   * Remembers what has been labelled.
   *
   * @param loses whether it has lost labels
   */
  void put(Resource resource, Labelled found, boolean loses) {
    Transaction transaction = ofTransaction();
    transaction.found.put(resource, found);
    if (loses) {
      transaction.losing.add(resource);
    }
  }

  private Transaction ofTransaction() {
    Transaction transaction = (Transaction) TransactionSynchronizationManager.getResource(this);
    if (transaction == null) {
      transaction = new Transaction();
      // Fails without a transaction, and nothing may stay bound to the thread then.
      TransactionSynchronizationManager.registerSynchronization(transaction);
      TransactionSynchronizationManager.bindResource(this, transaction);
    }
    return transaction;
  }

  private static @Nullable Long number(Resource resource) {
    JpaPid number = IDao.RESOURCE_PID.get(resource);
    return number == null ? null : number.getId();
  }

  private final class Transaction implements TransactionSynchronization {

    private final Map<Resource, Labelled> found = new IdentityHashMap<>();
    private final Set<Resource> losing = new HashSet<>();

    @Nullable Labelled find(long resource) {
      for (Map.Entry<Resource, Labelled> entry : found.entrySet()) {
        Long number = number(entry.getKey());
        if (number != null && number == resource) {
          return entry.getValue();
        }
      }
      return null;
    }

    @Override
    public void suspend() {
      TransactionSynchronizationManager.unbindResource(PendingLabels.this);
    }

    @Override
    public void resume() {
      TransactionSynchronizationManager.bindResource(PendingLabels.this, this);
    }

    @Override
    public void beforeCommit(boolean readOnly) {
      Map<Long, Labelled> rows = new LinkedHashMap<>();
      Set<Long> lost = new HashSet<>();
      found.forEach(
          (resource, labels) -> {
            Long number = number(resource);
            if (number != null) {
              rows.put(number, labels);
              if (losing.contains(resource)) {
                lost.add(number);
              }
            }
          });
      if (!rows.isEmpty()) {
        labelled.put(rows);
      }
      if (!lost.isEmpty()) {
        session.flush();
        jdbc.update(ALIGN, (Object) lost.toArray(Long[]::new));
      }
    }

    @Override
    public void afterCompletion(int status) {
      TransactionSynchronizationManager.unbindResourceIfPossible(PendingLabels.this);
    }
  }
}
