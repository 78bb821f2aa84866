package org.andiron.visibility;

import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.jpa.model.entity.ResourceTable;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.andiron.storage.RestrictedAccess;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Opens the transactions of restricted requests so that policies of PostgreSQL hide what does not
 * exist for them. A transaction may do work of several requests in turn, of an entry of a batch or
 * of the server itself: each part of it has what exists for its own.
 */
final class RestrictedTransactions implements RestrictedAccess {

  /** They load one resource by its number, if they have found out which. */
  private static final Set<RestOperationTypeEnum> READS =
      Set.of(RestOperationTypeEnum.READ, RestOperationTypeEnum.VREAD);

  private static final String EXISTS =
      """
      select exists (
        select 1 from hfj_resource r
        join hfj_res_ver v on v.res_id = r.res_id
        where r.res_type = ? and r.fhir_id = ? and v.res_ver = coalesce(?::bigint, r.res_ver))
      """;

  private final JdbcTemplate jdbc;
  private final EntityManager session;
  private final PatientNumbers patients;
  private final TransactionSettings settings;
  private final BinaryReferrers binaries;
  private final AdmissionQueries queries;
  private final FramesOfRequests frames;
  private final WritePlacement placement;
  private final NamedResources named;
  private final TransactionTemplate looks;

  /**
   * @param looks begins a transaction that only reads
   */
  RestrictedTransactions(
      JdbcTemplate jdbc,
      EntityManager session,
      Compartments compartments,
      BinaryReferrers binaries,
      AdmissionQueries queries,
      Withholding withholding,
      PlacedResources placing,
      NamedResources named,
      TransactionTemplate looks) {
    this.jdbc = jdbc;
    this.frames = new FramesOfRequests(withholding);
    this.looks = looks;
    this.session = session;
    this.patients = new PatientNumbers(jdbc);
    this.settings = new TransactionSettings(jdbc, patients);
    this.binaries = binaries;
    this.queries = queries;
    this.named = named;
    this.placement = new WritePlacement(jdbc, compartments, binaries, queries, placing);
  }

  private @Nullable Restriction visible(@Nullable RequestDetails request) {
    return frames.of(request).visible();
  }

  @Override
  public void prepare(@Nullable RequestDetails request) {
    // Filling waits for all who write, so for this transaction if it does.
    boolean mayWait =
        !TransactionSynchronizationManager.isActualTransactionActive()
            || TransactionSynchronizationManager.isCurrentTransactionReadOnly();
    if (mayWait) {
      // What is withheld is found out with a connection of its own, so not within a transaction.
      frames.prepare(request);
      Restriction visible = Restriction.of(VisibilityOfRequest.of(request));
      if (visible != null && visible.hasQueries()) {
        queries.register(visible.allQueries());
      }
    }
  }

  @Override
  public <T> @Nullable T within(
      @Nullable RequestDetails request, boolean begins, Supplier<@Nullable T> work) {
    if (request == null && !begins) {
      return work.get();
    }
    if (request != null && TransactionSynchronizationManager.isActualTransactionActive()) {
      ofTransaction().begunFor(request, begins && reads(request));
    }
    return within(frames.of(request), begins, work);
  }

  private static boolean reads(RequestDetails request) {
    RestOperationTypeEnum interaction = request.getRestOperationType();
    return interaction != null && READS.contains(interaction);
  }

  @Override
  public <T> T unrestricted(Supplier<T> work) {
    return Objects.requireNonNull(within(Frame.OWNER, false, work));
  }

  private <T> @Nullable T within(Frame wanted, boolean begins, Supplier<@Nullable T> work) {
    Frame before = frame();
    if (wanted.equals(before)) {
      return work.get();
    }
    Transaction transaction = ofTransaction();
    transaction.enter(wanted, begins);
    if (begins) {
      return work.get();
    }
    T result;
    try {
      result = work.get();
    } catch (RuntimeException | Error e) {
      transaction.leave(before, e);
      throw e;
    }
    transaction.enter(before, false);
    return result;
  }

  @Override
  public <T> T asSeen(Supplier<T> work) {
    return Objects.requireNonNull(within(frame().asSeen(), false, work::get));
  }

  @Override
  public <T> T byCriteria(Supplier<T> work) {
    return Objects.requireNonNull(within(frame().byCriteria(), false, work::get));
  }

  @Override
  public boolean seesLess() {
    return frame().visible() != null;
  }

  @Override
  public boolean seesLessByRights() {
    Restriction visible = frame().visible();
    return visible != null && visible.withoutWithholding() != null;
  }

  @Override
  public <T> T beyondRights(Supplier<T> work) {
    return Objects.requireNonNull(within(frame().beyondRights(), false, work::get));
  }

  @Override
  public void storing(long key, IBaseResource resource, boolean isNew) {
    Transaction transaction = ofTransaction();
    Restriction writer = transaction.frame.visible();
    boolean first = transaction.writes.isFirst(key, isNew);
    transaction.writes.add(key, resource, isNew, transaction.frame.reader(), writer);
    Restriction findable = transaction.frame.inForce();
    if (findable != null) {
      transaction.writes.addNamed(key, named.in(resource), findable);
    }
    Restriction linkable = writer == null ? null : transaction.frame.linkable();
    binaries.of(resource, first, linkable).ifPresent(it -> transaction.writes.addLinks(key, it));
  }

  /** The transaction of this thread is about to update a resource, which is still as it was. */
  void updating(long key, IBaseResource before) {
    ofTransaction().writes.addKnown(key, named.in(before));
  }

  @Override
  public void removing(long key) {
    ofTransaction().writes.remove(key);
  }

  @Override
  public void stored(boolean ends) {
    Transaction transaction = current();
    if (transaction == null || !transaction.writes.isPending(ends)) {
      return;
    }
    Frame before = transaction.frame;
    transaction.enter(Frame.OWNER, true);
    placement.place(
        transaction.writes, ends, transaction.request, it -> transaction.enter(Frame.of(it), true));
    transaction.enter(before, true);
  }

  @Override
  public boolean isRestricted() {
    return frame().inForce() != null;
  }

  @Override
  public boolean isOfPatients(Collection<String> resourceTypes) {
    Restriction restriction = frame().inForce();
    return restriction != null
        && !restriction.hasQueries()
        && !resourceTypes.isEmpty()
        && resourceTypes.stream().noneMatch(restriction::hasAll)
        && resourceTypes.stream().noneMatch(restriction::hasOwned)
        && resourceTypes.stream().noneMatch(restriction.byReferrer()::contains);
  }

  @Override
  public boolean exists(String resourceType, String id) {
    return Boolean.TRUE.equals(
        within(
            frame().asSeen(),
            false,
            () ->
                jdbc.queryForObject(
                    "select exists (select 1 from hfj_resource where res_type = ? and fhir_id = ?)",
                    Boolean.class,
                    resourceType,
                    id)));
  }

  /**
   * Whether a resource exists for a request, or could be created by it with that id; asked before
   * the request has a transaction.
   *
   * @param creates whether the request creates what does not exist
   */
  boolean mayBeThere(RequestDetails request, String resourceType, String id, boolean creates) {
    Restriction visible = visible(request);
    if (visible == null || visible.hasEvery(resourceType)) {
      return true;
    }
    prepare(request);
    boolean mayBeNew = creates && visible.mayChooseIds(resourceType);
    return Boolean.TRUE.equals(
        looks.execute(
            status ->
                Boolean.TRUE.equals(within(Frame.of(visible), true, () -> exists(resourceType, id)))
                    || (mayBeNew && unrestricted(() -> !exists(resourceType, id)))));
  }

  /** Whether less than everything exists for a request. */
  boolean isLess(RequestDetails request) {
    return visible(request) != null;
  }

  /** Whether a resource, and its version if one is given, exists for a visibility. */
  boolean exists(
      Visibility visibility,
      Optional<Reader> reader,
      String resourceType,
      String id,
      Optional<Long> version) {
    return exists(visibility, frames.withheld(reader), resourceType, id, version);
  }

  /** The same without what is withheld. */
  boolean exists(
      Visibility visibility,
      Withheld withheld,
      String resourceType,
      String id,
      Optional<Long> version) {
    Restriction visible = Restriction.of(visibility, withheld);
    if (visible != null) {
      queries.register(visible.allQueries());
    }
    return Boolean.TRUE.equals(
        looks.execute(
            status ->
                within(
                    Frame.of(visible),
                    true,
                    () ->
                        jdbc.queryForObject(
                            EXISTS, Boolean.class, resourceType, id, version.orElse(null)))));
  }

  /**
   * Whether a resource exists that is known by its number, if this thread reads a resource in a
   * transaction of its own. It is loaded as it will be loaded when it is read, so that asking costs
   * nothing. In other transactions, where it may have been loaded for somebody else, never.
   */
  boolean isFound(JpaPid key) {
    Transaction transaction = current();
    return transaction != null
        && transaction.reads
        && session.find(ResourceTable.class, key) != null;
  }

  /** Resources have been removed for good. */
  void forgetNumbers() {
    patients.forget();
  }

  /** What exists for the request whose turn it is; null for everything. */
  @Nullable Restriction restriction() {
    return frame().visible();
  }

  private Frame frame() {
    Transaction transaction = current();
    return transaction == null ? Frame.OWNER : transaction.frame;
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

    private Frame frame = Frame.OWNER;

    /** The first for which it does something. */
    private @Nullable RequestDetails request;

    /** Whether it reads one resource, and all that it has loaded is what exists for the reader. */
    private boolean reads;

    private final Writes writes = new Writes();

    void begunFor(RequestDetails first, boolean reading) {
      reads |= reading;
      if (request == null) {
        request = first;
      }
    }

    /**
     * From now on the frame decides.
     *
     * @param clean whether there is nothing that the session has yet to send to the database
     */
    void enter(Frame wanted, boolean clean) {
      reads &= clean;
      if (!Objects.equals(wanted.inForce(), frame.inForce())) {
        if (!clean && !TransactionSynchronizationManager.isCurrentTransactionReadOnly()) {
          // What was written under one role must not be checked under another.
          session.flush();
        }
        settings.set(wanted.inForce(), frame.inForce() == null, reads, queries::id);
      }
      frame = wanted;
    }

    /** After a failure, which may have been one of the database; then nothing more can be done. */
    void leave(Frame wanted, Throwable failure) {
      try {
        enter(wanted, true);
      } catch (RuntimeException e) {
        failure.addSuppressed(e);
      }
    }

    @Override
    public void suspend() {
      TransactionSynchronizationManager.unbindResource(RestrictedTransactions.this);
    }

    @Override
    public void resume() {
      TransactionSynchronizationManager.bindResource(RestrictedTransactions.this, this);
    }

    @Override
    public void afterCompletion(int status) {
      TransactionSynchronizationManager.unbindResourceIfPossible(RestrictedTransactions.this);
    }
  }
}
