package org.andiron.consent.labelling;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.LenientErrorHandler;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.andiron.consent.label.Labeller;
import org.andiron.consent.term.Code;
import org.andiron.visibility.SharedTypes;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Applies the rules to what is stored already, a batch in a transaction. Only labels change: there
 * are no new versions, and nobody is notified. It never waits for those who write the same
 * resources, who label them themselves.
 */
final class RelabelBatches {

  private static final Logger LOG = LoggerFactory.getLogger(RelabelBatches.class);

  /** One server at a time: the key of a lock in the database, chosen at random. */
  private static final long LOCK = 4_102_774_081_553_927_911L;

  private static final int BATCH = 100;

  private static final String OPEN =
      " from hfj_resource r left join andiron.labelled l on l.res_id = r.res_id"
          + " where r.res_deleted_at is null and r.res_type <> all(?)"
          + " and (l.rules is null or l.rules <> ?)";

  private static final String STORED =
      """
      select r.res_id, r.res_type, r.fhir_id, v.pid, v.res_text_vc, l.automatic, l.declined
      from hfj_resource r
      join hfj_res_ver v on v.res_id = r.res_id and v.res_ver = r.res_ver
      left join andiron.labelled l on l.res_id = r.res_id
      where r.res_id = any(?)
      """;

  private final JdbcOperations jdbc;
  private final TransactionTemplate transactions;
  private final FhirContext context;
  private final Labeller labeller;
  private final LabelledResources labelled;
  private final RelabelledResources relabelled;

  RelabelBatches(
      JdbcOperations jdbc,
      TransactionTemplate transactions,
      FhirContext context,
      Labeller labeller,
      LabelledResources labelled,
      RelabelledResources relabelled) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.context = context;
    this.labeller = labeller;
    this.labelled = labelled;
    this.relabelled = relabelled;
  }

  /** What a batch came to. */
  sealed interface Outcome {

    /**
     * @param last number of the last resource that was looked at
     */
    record Done(int resources, int changed, long last) implements Outcome {}

    /** Another server is at it, or the resources are being written. */
    record Busy() implements Outcome {}

    /** Nothing is left after the resource from which it was to go on. */
    record End() implements Outcome {}
  }

  /** How many resources are left. */
  long open() {
    return Objects.requireNonNull(
        jdbc.queryForObject("select count(*)" + OPEN, Long.class, shared(), labelled.rules()));
  }

  /**
   * Labels the next resources.
   *
   * @param after number of the resource after which to go on
   */
  Outcome next(long after) {
    return Objects.requireNonNull(transactions.execute(status -> batch(after)));
  }

  private Outcome batch(long after) {
    if (!Boolean.TRUE.equals(
        jdbc.queryForObject("select pg_try_advisory_xact_lock(?)", Boolean.class, LOCK))) {
      return new Outcome.Busy();
    }
    List<Long> next =
        jdbc.queryForList(
            "select r.res_id" + OPEN + " and r.res_id > ? order by r.res_id limit " + BATCH,
            Long.class,
            shared(),
            labelled.rules(),
            after);
    if (next.isEmpty()) {
      return new Outcome.End();
    }
    List<Long> locked =
        jdbc.queryForList(
            "select res_id from hfj_resource where res_id = any(?) order by res_id"
                + " for no key update skip locked",
            Long.class,
            (Object) next.toArray(Long[]::new));
    if (locked.isEmpty()) {
      return new Outcome.Busy();
    }
    List<Stored> stored = stored(locked);
    Map<Long, List<Coding>> labels = labels(locked);
    Map<Long, Labelled> rows = new LinkedHashMap<>();
    int changed = 0;
    for (Stored resource : stored) {
      Labelled now = label(resource, labels.getOrDefault(resource.number(), List.of()));
      if (now != null) {
        rows.put(resource.number(), now);
        changed += now.automatic().equals(resource.labelled().automatic()) ? 0 : 1;
      }
    }
    labelled.put(rows);
    relabelled.relabelled(rows.keySet());
    return new Outcome.Done(rows.size(), changed, locked.get(locked.size() - 1));
  }

  private static String[] shared() {
    return SharedTypes.ALL.toArray(String[]::new);
  }

  private record Stored(
      long number, String type, String id, long version, @Nullable String json, Labelled labelled) {

    private static Stored of(ResultSet row) throws SQLException {
      return new Stored(
          row.getLong(1),
          row.getString(2),
          row.getString(3),
          row.getLong(4),
          row.getString(5),
          LabelledResources.read(row, 6));
    }
  }

  private List<Stored> stored(List<Long> numbers) {
    return jdbc.query(STORED, (row, at) -> Stored.of(row), (Object) numbers.toArray(Long[]::new));
  }

  private Map<Long, List<Coding>> labels(List<Long> numbers) {
    Map<Long, List<Coding>> labels = new LinkedHashMap<>();
    jdbc.query(
        "select t.res_id, d.tag_system, d.tag_code, d.tag_user_selected from hfj_res_tag t join"
            + " hfj_tag_def d on d.tag_id = t.tag_id where d.tag_type = 2 and t.res_id = any(?)",
        row -> {
          labels
              .computeIfAbsent(row.getLong(1), it -> new ArrayList<>())
              .add(
                  new Coding()
                      .setSystem(row.getString(2))
                      .setCode(row.getString(3))
                      .setUserSelected(row.getBoolean(4)));
        },
        (Object) numbers.toArray(Long[]::new));
    return labels;
  }

  private @Nullable Labelled label(Stored stored, List<Coding> labels) {
    Resource resource = read(stored);
    if (resource == null) {
      return null;
    }
    Labelled known = stored.labelled();
    Set<Code> wanted =
        new LinkedHashSet<>(
            labeller.labels(resource, MetaLabels.byHand(labels, known.automatic())));
    wanted.removeAll(known.declined());
    for (Code label : known.automatic()) {
      if (!wanted.contains(label)) {
        remove(stored, label);
      }
    }
    Set<Code> present = MetaLabels.codes(labels);
    for (Code label : wanted) {
      if (!present.contains(label)) {
        add(stored, label);
      }
    }
    return known.with(wanted);
  }

  private @Nullable Resource read(Stored stored) {
    try {
      if (stored.json() == null) {
        throw new IllegalStateException("It has no text");
      }
      return (Resource)
          context
              .newJsonParser()
              .setParserErrorHandler(new LenientErrorHandler(false))
              .parseResource(stored.json());
    } catch (RuntimeException | StackOverflowError e) {
      // Without the message of the cause, which may quote the resource.
      LOG.warn(
          "{}/{} cannot be read and is not labelled ({})",
          stored.type(),
          stored.id(),
          e.getClass().getSimpleName());
      return null;
    }
  }

  private void remove(Stored stored, Code label) {
    String ofLabel =
        " and tag_id in (select tag_id from hfj_tag_def where tag_type = 2 and tag_system = ?"
            + " and tag_code = ? and tag_user_selected is not true)";
    jdbc.update(
        "delete from hfj_res_tag where res_id = ?" + ofLabel,
        stored.number(),
        label.system(),
        label.value());
    jdbc.update(
        "delete from hfj_history_tag where res_ver_pid = ?" + ofLabel,
        stored.version(),
        label.system(),
        label.value());
  }

  private void add(Stored stored, Code label) {
    long definition = definition(label);
    jdbc.update(
        "insert into hfj_res_tag (pid, tag_id, res_id, res_type) values"
            + " (nextval('seq_restag_id'), ?, ?, ?) on conflict do nothing",
        definition,
        stored.number(),
        stored.type());
    jdbc.update(
        "insert into hfj_history_tag (pid, tag_id, res_ver_pid, res_id, res_type) values"
            + " (nextval('seq_historytag_id'), ?, ?, ?, ?) on conflict do nothing",
        definition,
        stored.version(),
        stored.number(),
        stored.type());
    jdbc.update(
        "update hfj_resource set has_tags = true where res_id = ? and not has_tags",
        stored.number());
    jdbc.update(
        "update hfj_res_ver set has_tags = true where pid = ? and not has_tags", stored.version());
  }

  private long definition(Code label) {
    List<Long> known =
        jdbc.queryForList(
            "select tag_id from hfj_tag_def where tag_type = 2 and tag_system = ? and tag_code = ?"
                + " and tag_version is null and tag_user_selected is null and tag_display is null"
                + " order by tag_id limit 1",
            Long.class,
            label.system(),
            label.value());
    return known.isEmpty()
        ? Objects.requireNonNull(
            jdbc.queryForObject(
                "insert into hfj_tag_def (tag_id, tag_type, tag_system, tag_code) values"
                    + " (nextval('seq_tagdef_id'), 2, ?, ?) returning tag_id",
                Long.class,
                label.system(),
                label.value()))
        : known.get(0);
  }
}
