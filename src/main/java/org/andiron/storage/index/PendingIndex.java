package org.andiron.storage.index;

import ca.uhn.fhir.jpa.searchparam.extractor.ResourceIndexedSearchParams;
import jakarta.persistence.EntityManager;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.andiron.storage.RestrictedAccess;
import org.andiron.storage.index.IndexEntries.TextEntry;
import org.andiron.storage.index.IndexWriter.Indexed;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What the transaction of this thread has stored and not yet indexed. It is written as one before
 * the transaction commits, before a search in it, or when it becomes large.
 */
public final class PendingIndex {

  /** What is held of a transaction before a part of it is written. */
  private static final int MOST_HELD = 2000;

  private static final long MOST_CHARACTERS = 32 << 20;

  private final IndexWriter writer;
  private final EntityManager session;
  private final ObjectProvider<RestrictedAccess> access;

  PendingIndex(IndexWriter writer, EntityManager session, ObjectProvider<RestrictedAccess> access) {
    this.writer = writer;
    this.session = session;
    this.access = access;
  }

  /** Codes in use were removed: of none it is known any more that it is written down. */
  public void forgetUsedCodes() {
    writer.forgetUsedCodes();
  }

  /** Makes what this transaction stored so far visible to a search in it. */
  public void flush() {
    Transaction transaction = current();
    if (transaction != null) {
      // Our statements begin at rows that Hibernate may not have sent to the database yet.
      session.flush();
      transaction.write();
      transaction.writeLinks();
      access.getObject().stored(false);
    }
  }

  /** Remembers which resource HAPI's parameters were taken from. */
  void extracted(ResourceIndexedSearchParams parameters, IBaseResource resource) {
    ofTransaction().resources.put(parameters, resource);
  }

  /** The resource that HAPI's parameters were taken from, null if there is none. */
  @Nullable IBaseResource resourceOf(ResourceIndexedSearchParams parameters) {
    return ofTransaction().resources.remove(parameters);
  }

  /** Puts the entries of a resource in the place of those it may have. */
  void replace(long key, IBaseResource resource, Indexed indexed, boolean mayHaveEntries) {
    Transaction transaction = ofTransaction();
    transaction.put(key, indexed);
    boolean replaces = mayHaveEntries || transaction.written.contains(key);
    access.getObject().storing(key, resource, !replaces);
    if (replaces) {
      transaction.emptied.add(key);
    }
    if (transaction.isLarge()) {
      transaction.write();
    }
  }

  /** Removes the entries of a resource. */
  void remove(long resource) {
    Transaction transaction = ofTransaction();
    transaction.indexed.remove(resource);
    transaction.links.remove(resource);
    transaction.emptied.add(resource);
    access.getObject().removing(resource);
  }

  private @Nullable Transaction current() {
    return (Transaction) TransactionSynchronizationManager.getResource(this);
  }

  private Transaction ofTransaction() {
    Transaction transaction = current();
    if (transaction == null) {
      transaction = new Transaction();
      // Fails without a transaction, and nothing may stay bound to the thread then.
      TransactionSynchronizationManager.registerSynchronization(transaction);
      TransactionSynchronizationManager.bindResource(this, transaction);
    }
    return transaction;
  }

  private final class Transaction implements TransactionSynchronization {

    private final Map<ResourceIndexedSearchParams, IBaseResource> resources =
        new IdentityHashMap<>();
    private final Map<Long, Indexed> indexed = new LinkedHashMap<>();
    private final Set<Long> emptied = new HashSet<>();

    /** By which links what was stored is found, until these are in the database. */
    private final Map<Long, SearchableLinks> links = new LinkedHashMap<>();

    /** What an earlier flush of this transaction wrote, and a further change has to replace. */
    private final Set<Long> written = new HashSet<>();

    /** Characters of text since the last writing. */
    private long characters;

    void put(long resource, Indexed entries) {
      indexed.put(resource, entries);
      entries.links().ifPresent(it -> links.put(resource, it));
      TextEntry text = entries.entries().text();
      characters += text.content().length() + text.narrative().length() + text.words().length();
    }

    boolean isLarge() {
      return indexed.size() >= MOST_HELD || characters > MOST_CHARACTERS;
    }

    void write() {
      if (!indexed.isEmpty() || !emptied.isEmpty()) {
        writer.write(indexed, emptied);
        emptied.clear();
        written.addAll(indexed.keySet());
        indexed.clear();
        characters = 0;
      }
    }

    /** Whatever of it exists for the writer. */
    void writeLinks() {
      if (!links.isEmpty()) {
        access.getObject().unrestricted(() -> writer.writeLinks(links));
        links.clear();
      }
    }

    @Override
    public void suspend() {
      TransactionSynchronizationManager.unbindResource(PendingIndex.this);
    }

    @Override
    public void resume() {
      TransactionSynchronizationManager.bindResource(PendingIndex.this, this);
    }

    @Override
    public void beforeCommit(boolean readOnly) {
      write();
      if (!readOnly) {
        // Whose records these are, their links and versions tell.
        session.flush();
        writeLinks();
        access.getObject().stored(true);
      }
    }

    @Override
    public void afterCompletion(int status) {
      TransactionSynchronizationManager.unbindResourceIfPossible(PendingIndex.this);
    }
  }
}
