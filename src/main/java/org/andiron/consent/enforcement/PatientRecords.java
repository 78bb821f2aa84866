package org.andiron.consent.enforcement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.andiron.consent.decision.ResourceFacts;
import org.andiron.consent.rule.ConsentDirective;
import org.andiron.consent.rule.ResourceRef;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The records of patients with the consents that are about them, as they are enforced. What there
 * is is found in the transaction in which it is asked for; what is read of it is read whatever the
 * caller may see, because it is to be said of it who may.
 */
public final class PatientRecords {

  private static final String PATIENT =
      "select res_id from hfj_resource"
          + " where res_type = 'Patient' and fhir_id = ? and res_deleted_at is null";

  private static final String FIND =
      """
      select r.res_id, r.res_type, r.fhir_id from andiron.compartment c
      join hfj_resource r on r.res_id = c.res_id and r.res_deleted_at is null
      where c.patient = ? and c.to_version is null
        and (?::text is null or r.res_type = ?) and (?::text is null or r.fhir_id = ?)
      order by r.res_id limit ?
      """;

  /**
   * Of what a patient's consents decide. What is deleted is not in it, but what tells of it is: it
   * stays under the rules of what it tells of.
   */
  private static final String CONCERNED =
      """
      with recursive concerned (res_id) as (
        select c.res_id from andiron.consented c where c.patient = ? and c.to_version is null
        union
        select t.res_id from concerned x
        join hfj_resource r on r.res_id = x.res_id
        join andiron.tells t
          on t.told_type = r.res_type and t.told_id = r.fhir_id
            and t.res_type <> 'Bundle' and t.to_version is null)
      select r.res_id, r.res_type, r.fhir_id from concerned x
      join hfj_resource r on r.res_id = x.res_id and r.res_deleted_at is null
      order by r.res_id limit ?
      """;

  private static final String EXISTING =
      "select res_id from hfj_resource where res_id = any(?::bigint[]) and res_deleted_at is null";

  /** What each of some resources tells of, at however many removes, as far as it is of a record. */
  private static final String TOLD =
      """
      with recursive telling (root, res_id) as (
        select n, n from unnest(?::bigint[]) n
        union
        select x.root, r.res_id from telling x
        join andiron.tells t
          on t.res_id = x.res_id and t.res_type <> 'Bundle' and t.to_version is null
        join hfj_resource r on r.res_type = t.told_type and r.fhir_id = t.told_id)
      select s.res_type, s.fhir_id, r.res_id, r.res_type, r.fhir_id from telling x
      join hfj_resource s on s.res_id = x.root and s.res_deleted_at is null
      join hfj_resource r on r.res_id = x.res_id
      where x.res_id <> x.root
        and exists (
          select from andiron.consented c where c.res_id = r.res_id and c.to_version is null)
      order by x.root, r.res_id
      """;

  private final JdbcTemplate jdbc;
  private final PatientConsents consents;
  private final StoredVersions versions;
  private final StoredFacts facts;
  private final TransactionTemplate snapshot;

  /**
   * A resource as it is now.
   *
   * @param consents of all patients whose record it is part of
   */
  public record Entry(
      ResourceRef resource, long version, ResourceFacts facts, List<ConsentDirective> consents) {

    public Entry {
      consents = List.copyOf(consents);
    }

    /** The reference to this version. */
    public String reference() {
      return resource + "/_history/" + version;
    }
  }

  /** What consents can ask of resources that need not be stored. */
  @FunctionalInterface
  public interface UnstoredFacts {

    /**
     * Of one.
     *
     * @param patients ids of the Patients whose record it is taken for a part of
     * @param labelled whether the labelling rules looked at it as it is
     */
    ResourceFacts of(Resource resource, Collection<String> patients, boolean labelled);
  }

  /**
   * A resource that is there.
   *
   * @param number in {@code hfj_resource}
   */
  public record Found(long number, ResourceRef resource) {}

  /**
   * A resource that tells of another, and is withheld with it: a score of its inputs, a Provenance
   * of what it is about. What is told of may have been deleted since.
   */
  public record Telling(ResourceRef telling, Found told) {}

  PatientRecords(
      JdbcTemplate jdbc,
      PatientConsents consents,
      StoredVersions versions,
      StoredFacts facts,
      PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.consents = consents;
    this.versions = versions;
    this.facts = facts;
    this.snapshot = new TransactionTemplate(transactions);
    snapshot.setReadOnly(true);
  }

  /** Does what reads, at one moment of the database; everything exists for it. */
  public <T> T atOnce(Supplier<T> work) {
    return Objects.requireNonNull(
        snapshot.execute(
            status -> {
              // Hibernate's transactions leave no other way.
              jdbc.execute("set transaction isolation level repeatable read");
              return work.get();
            }));
  }

  /** The number of a Patient that exists for this transaction. */
  public Optional<Long> patient(String id) {
    return jdbc.queryForList(PATIENT, Long.class, id).stream().findFirst();
  }

  /**
   * The resources of a record that exist for this transaction, in the order of their numbers.
   *
   * @param type null for all
   * @param id null for all
   */
  public List<Found> find(long patient, @Nullable String type, @Nullable String id, int atMost) {
    return jdbc.query(
        FIND,
        (row, index) ->
            new Found(row.getLong(1), new ResourceRef(row.getString(2), row.getString(3))),
        patient,
        type,
        type,
        id,
        id,
        atMost);
  }

  /**
   * All of what a patient's consents decide, in the order of their numbers: the record, Bundles
   * with data of it, and what tells of one of these, whosever record that is part of.
   */
  public List<Found> concerned(long patient, int atMost) {
    return jdbc.query(
        CONCERNED,
        (row, index) ->
            new Found(row.getLong(1), new ResourceRef(row.getString(2), row.getString(3))),
        patient,
        atMost);
  }

  /** Those of some resources that exist for this transaction. */
  public List<Found> existing(List<Found> resources) {
    Set<Long> existing =
        new HashSet<>(
            jdbc.queryForList(
                EXISTING,
                Long.class,
                (Object) resources.stream().map(Found::number).toArray(Long[]::new)));
    return resources.stream().filter(it -> existing.contains(it.number())).toList();
  }

  /** Of what the newest versions of resources tell. */
  public List<Telling> tellings(Collection<Long> resources) {
    return jdbc.query(
        TOLD,
        (row, index) ->
            new Telling(
                new ResourceRef(row.getString(1), row.getString(2)),
                new Found(row.getLong(3), new ResourceRef(row.getString(4), row.getString(5)))),
        (Object) resources.toArray(Long[]::new));
  }

  /** The consents of a patient that have not been deleted. */
  public List<ConsentDirective> consentsOf(long patient) {
    return consents.of(Set.of(patient)).getOrDefault(patient, List.of());
  }

  /**
   * Reads what consents ask of resources that need not be stored, by what is stored of those that
   * the consents name; within {@link #atOnce}.
   */
  public UnstoredFacts unstored(Collection<ConsentDirective> consents) {
    return facts.asked(List.of(List.copyOf(consents)));
  }

  /** Reads resources that are part of somebody's record, in the order of their numbers. */
  public void read(Collection<Long> resources, Consumer<Entry> sink) {
    read(resources, List.of(), sink);
  }

  /**
   * The same, with all that other consents than those in force ask, too.
   *
   * @param others are not among those of the entries
   */
  public void read(
      Collection<Long> resources, Collection<ConsentDirective> others, Consumer<Entry> sink) {
    read(resources, others, sink, it -> versions.newest(resources, Set.of(), it));
  }

  /**
   * The same of what is told of. Of what has been deleted since its last version counts, because
   * what tells of it stays under the rule of that.
   */
  public void readTold(
      Collection<Long> resources, Collection<ConsentDirective> others, Consumer<Entry> sink) {
    read(resources, others, sink, it -> versions.last(resources, it));
  }

  private void read(
      Collection<Long> resources,
      Collection<ConsentDirective> others,
      Consumer<Entry> sink,
      Consumer<Consumer<StoredVersion>> stored) {
    Map<Long, List<ConsentDirective>> directives =
        consents.of(Situation.of(jdbc, resources).consenting());
    List<List<ConsentDirective>> asking = new ArrayList<>(directives.values());
    asking.add(List.copyOf(others));
    StoredFacts.Reading reading = facts.asked(asking);
    stored.accept(
        version ->
            reading.of(version).ifPresent(it -> sink.accept(entry(version, it, directives))));
  }

  private static Entry entry(
      StoredVersion version, ResourceFacts facts, Map<Long, List<ConsentDirective>> directives) {
    Resource content = version.content().orElseThrow();
    List<ConsentDirective> consents = new ArrayList<>();
    version
        .patients()
        .keySet()
        .forEach(patient -> consents.addAll(directives.getOrDefault(patient, List.of())));
    return new Entry(
        new ResourceRef(content.fhirType(), content.getIdPart()),
        version.version(),
        facts,
        consents);
  }
}
