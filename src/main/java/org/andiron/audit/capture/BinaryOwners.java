package org.andiron.audit.capture;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * Of whose records Binaries are part: of those of what names or contains them, since they do not
 * say it themselves.
 */
final class BinaryOwners {

  /** What refers to it, or, where nothing does any more, what did. */
  private static final String OWNERS =
      """
      select distinct s.binary_id, p.fhir_id
      from (
        select b.binary_id, b.referrer from andiron.binary_referrer b where b.binary_id = any(?)
        union
        select f.binary_id, f.referrer from andiron.binary_former_referrer f
        where f.binary_id = any(?) and not exists (
          select 1 from andiron.binary_referrer b where b.binary_id = f.binary_id)) s
      join andiron.compartment c on c.res_id = s.referrer and c.to_version is null
      join hfj_resource p on p.res_id = c.patient
      """;

  private final JdbcOperations jdbc;

  BinaryOwners(JdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Ids of the patients by the id of each Binary that is part of a record. One statement.
   *
   * @param binaries logical ids
   */
  Map<String, Set<String>> of(Collection<String> binaries) {
    Map<String, Set<String>> owners = new HashMap<>();
    String[] ids = binaries.toArray(String[]::new);
    jdbc.query(
        OWNERS,
        row -> {
          owners
              .computeIfAbsent(row.getString("binary_id"), it -> new LinkedHashSet<>())
              .add(row.getString("fhir_id"));
        },
        ids,
        ids);
    return owners;
  }
}
