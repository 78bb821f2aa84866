package org.andiron.consent.enforcement;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.LenientErrorHandler;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.andiron.consent.directive.ConsentReader;
import org.andiron.consent.rule.ConsentDirective;
import org.andiron.storage.config.Digest;
import org.hl7.fhir.r4.model.Consent;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The consents of patients as rules. Everything exists for it. */
final class PatientConsents {

  private static final String OF_PATIENTS =
      """
      select c.patient, r.res_id, r.fhir_id, r.res_ver, v.res_text_vc
      from andiron.compartment c
      join hfj_resource r on r.res_id = c.res_id and r.res_deleted_at is null
      join hfj_res_ver v on v.res_id = r.res_id and v.res_ver = r.res_ver
      where c.patient = any(?::bigint[]) and c.res_type = 'Consent' and c.to_version is null
      """;

  private static final int KEPT = 10_000;

  /**
   * What a version says does not change once it is committed; one that was rolled back is followed
   * by another of the same number. Whom it names was looked at when it was read first.
   *
   * @param digest of what it says
   */
  private record Version(long key, long version, String digest) {}

  private final JdbcTemplate jdbc;
  private final FhirContext context;
  private final ConsentReader reader;
  private final Cache<Version, Optional<ConsentDirective>> read =
      Caffeine.newBuilder().maximumSize(KEPT).build();

  PatientConsents(JdbcTemplate jdbc, FhirContext context, ConsentReader reader) {
    this.jdbc = jdbc;
    this.context = context;
    this.reader = reader;
  }

  /** By number of the patient, the consents that have not been deleted. */
  Map<Long, List<ConsentDirective>> of(Collection<Long> patients) {
    Map<Long, List<ConsentDirective>> consents = new HashMap<>();
    Map<Version, Optional<ConsentDirective>> added = new HashMap<>();
    jdbc.query(
        OF_PATIENTS,
        row -> {
          String json = row.getString("res_text_vc");
          Version version =
              new Version(
                  row.getLong("res_id"),
                  row.getLong("res_ver"),
                  Digest.of(json.getBytes(StandardCharsets.UTF_8)));
          Optional<ConsentDirective> directive = read.getIfPresent(version);
          if (directive == null) {
            directive = read(row.getString("fhir_id"), version, json);
            added.put(version, directive);
          }
          List<ConsentDirective> ofPatient =
              consents.computeIfAbsent(row.getLong("patient"), it -> new ArrayList<>());
          directive.ifPresent(ofPatient::add);
        },
        (Object) patients.toArray(Long[]::new));
    if (!added.isEmpty()) {
      keep(added);
    }
    return consents;
  }

  /**
   * What a transaction reads it may have written, with whom that names, and then none of it is
   * there unless it commits.
   */
  private void keep(Map<Version, Optional<ConsentDirective>> added) {
    if (!TransactionSynchronizationManager.isSynchronizationActive()) {
      read.putAll(added);
      return;
    }
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            read.putAll(added);
          }
        });
  }

  private Optional<ConsentDirective> read(String id, Version version, String json) {
    Consent consent =
        context
            .newJsonParser()
            .setParserErrorHandler(new LenientErrorHandler(false))
            .parseResource(Consent.class, json);
    consent.setId("Consent/" + id + "/_history/" + version.version());
    return reader.read(consent).inForce();
  }
}
