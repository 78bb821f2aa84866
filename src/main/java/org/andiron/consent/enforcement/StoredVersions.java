package org.andiron.consent.enforcement;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.LenientErrorHandler;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.andiron.consent.label.Labeller;
import org.andiron.consent.labelling.LabelledResources;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads versions of resources with all that consents ask of them. Everything exists for it. */
final class StoredVersions {

  /** Versions whose text is in memory at once. */
  private static final int FETCHED = 16;

  private static final String COLUMNS =
      """
      select r.res_id, r.res_type, r.fhir_id, v.res_ver, v.res_updated, v.res_text_vc,
        %s as tags, c.patients, coalesce(b.rules = ?, false) as labelled
      """;

  /** 1 and 2 are profiles and security labels among HAPI's tags. */
  private static final String TAGS =
      """
      (select array_agg(d.tag_type || '|' || coalesce(d.tag_system, '') || '|' || d.tag_code)
       from %s t join hfj_tag_def d on d.tag_id = t.tag_id
       where %s and d.tag_type in (1, 2))
      """;

  private static final String NEWEST =
      COLUMNS.formatted(TAGS.formatted("hfj_res_tag", "t.res_id = r.res_id"))
          + """
          from hfj_resource r
          join hfj_res_ver v on v.res_id = r.res_id and v.res_ver = r.res_ver
          left join andiron.labelled b on b.res_id = r.res_id
          cross join lateral (
            select array_agg(k.patient || '/' || p.fhir_id) as patients
            from andiron.consented k join hfj_resource p on p.res_id = k.patient
            where k.res_id = r.res_id and k.to_version is null) c
          where r.res_id = any(?::bigint[]) and r.res_deleted_at is null
          order by r.res_id
          """;

  private static final String TAGS_OF_VERSION =
      "case when v.res_ver = r.res_ver then "
          + TAGS.formatted("hfj_res_tag", "t.res_id = r.res_id")
          + " else "
          + TAGS.formatted("hfj_history_tag", "t.res_ver_pid = v.pid")
          + " end";

  private static final String LAST =
      COLUMNS.formatted(TAGS_OF_VERSION)
          + """
          from hfj_resource r
          cross join lateral (
            select * from hfj_res_ver o
            where o.res_id = r.res_id and o.res_text_vc is not null
            order by o.res_ver desc limit 1) v
          left join andiron.labelled b on b.res_id = r.res_id
          cross join lateral (
            select array_agg(k.patient || '/' || p.fhir_id) as patients
            from andiron.consented k join hfj_resource p on p.res_id = k.patient
            where k.res_id = r.res_id and k.to_version is null) c
          where r.res_id = any(?::bigint[])
          order by r.res_id
          """;

  private static final String ALL =
      COLUMNS.formatted(TAGS_OF_VERSION)
          + """
          from hfj_resource r
          join hfj_res_ver v on v.res_id = r.res_id
          left join andiron.labelled b on b.res_id = r.res_id
          cross join lateral (
            select array_agg(k.patient || '/' || p.fhir_id) as patients
            from andiron.consented k join hfj_resource p on p.res_id = k.patient
            where k.res_id = r.res_id and k.from_version <= v.res_ver
              and (k.to_version is null or k.to_version > v.res_ver)) c
          where r.res_id
          """;

  private static final String IN_ORDER = " order by r.res_id, v.res_ver";

  private static final String OF_PATIENT =
      ALL + " in (select res_id from andiron.consented where patient = ?)" + IN_ORDER;

  private static final String OF_RESOURCES = ALL + " = any(?::bigint[])" + IN_ORDER;

  private final JdbcTemplate jdbc;
  private final FhirContext context;
  private final Labeller labeller;
  private final LabelledResources labelled;

  StoredVersions(
      DataSource dataSource, FhirContext context, Labeller labeller, LabelledResources labelled) {
    this.jdbc = new JdbcTemplate(dataSource);
    this.jdbc.setFetchSize(FETCHED);
    this.context = context;
    this.labeller = labeller;
    this.labelled = labelled;
  }

  /**
   * The newest versions of resources that are not deleted.
   *
   * @param justStored those that this transaction has stored, so that the labelling rules have
   *     looked at them although that may not be in the database yet
   */
  void newest(Collection<Long> resources, Set<Long> justStored, Consumer<StoredVersion> sink) {
    jdbc.query(
        NEWEST,
        row -> {
          sink.accept(version(row, isLabelled(row, justStored)));
        },
        labelled.rules(),
        resources.toArray(Long[]::new));
  }

  /** The newest versions that say anything, of resources that may have been deleted since. */
  void last(Collection<Long> resources, Consumer<StoredVersion> sink) {
    jdbc.query(
        LAST,
        row -> {
          sink.accept(version(row, isLabelled(row, Set.of())));
        },
        labelled.rules(),
        resources.toArray(Long[]::new));
  }

  /**
   * All versions of all resources that are or were part of a patient's record, resource by
   * resource.
   *
   * @param justStored as above
   */
  void ofPatient(long patient, Set<Long> justStored, Consumer<StoredVersion> sink) {
    jdbc.query(
        OF_PATIENT,
        row -> {
          sink.accept(version(row, isLabelled(row, justStored)));
        },
        labelled.rules(),
        patient);
  }

  /** All versions of resources, resource by resource. */
  void all(Collection<Long> resources, Consumer<StoredVersion> sink) {
    jdbc.query(
        OF_RESOURCES,
        row -> {
          sink.accept(version(row, isLabelled(row, Set.of())));
        },
        labelled.rules(),
        resources.toArray(Long[]::new));
  }

  private boolean isLabelled(ResultSet row, Set<Long> justStored) throws SQLException {
    return row.getBoolean("labelled")
        || (justStored.contains(row.getLong("res_id"))
            && labeller.looksAt(row.getString("res_type")));
  }

  private StoredVersion version(ResultSet row, boolean labelled) throws SQLException {
    return new StoredVersion(
        row.getLong("res_id"),
        row.getLong("res_ver"),
        Optional.ofNullable(row.getString("res_text_vc")).map(it -> content(row, it)),
        patients(row),
        labelled);
  }

  private Resource content(ResultSet row, String json) {
    try {
      Resource resource =
          (Resource)
              context
                  .newJsonParser()
                  .setParserErrorHandler(new LenientErrorHandler(false))
                  .parseResource(json);
      resource.setId(
          row.getString("res_type")
              + '/'
              + row.getString("fhir_id")
              + "/_history/"
              + row.getLong("res_ver"));
      Meta meta = resource.getMeta();
      meta.setLastUpdated(row.getTimestamp("res_updated"));
      for (String tag : texts(row, "tags")) {
        String[] parts = tag.split("\\|", 3);
        if (parts[0].equals("1")) {
          meta.addProfile(parts[2]);
        } else {
          meta.addSecurity().setSystem(parts[1].isEmpty() ? null : parts[1]).setCode(parts[2]);
        }
      }
      return resource;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static Map<Long, String> patients(ResultSet row) throws SQLException {
    Map<Long, String> patients = new LinkedHashMap<>();
    for (String patient : texts(row, "patients")) {
      int end = patient.indexOf('/');
      patients.put(Long.valueOf(patient.substring(0, end)), patient.substring(end + 1));
    }
    return patients;
  }

  private static String[] texts(ResultSet row, String column) throws SQLException {
    java.sql.@Nullable Array array = row.getArray(column);
    return array == null ? new String[0] : (String[]) array.getArray();
  }
}
