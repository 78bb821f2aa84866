package org.andiron.visibility;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The numbers in {@code hfj_resource} of Patients, by id. An id keeps its number until it is
 * expunged. Where that was done by another node, a new Patient with the id has no record for a
 * minute.
 */
final class PatientNumbers {

  private static final int MOST = 10_000;
  private static final Duration KEPT = Duration.ofMinutes(1);

  private static final String FIND =
      "select fhir_id, res_id from hfj_resource where res_type = 'Patient' and fhir_id = any(?)";

  private final JdbcTemplate jdbc;
  private final Cache<String, Long> known =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(KEPT).build();

  PatientNumbers(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** The numbers of those that there are; asked where everything exists. */
  Map<String, Long> of(Collection<String> ids) {
    Map<String, Long> numbers = new HashMap<>(known.getAllPresent(ids));
    List<String> unknown = new ArrayList<>(ids);
    unknown.removeAll(numbers.keySet());
    if (!unknown.isEmpty()) {
      Map<String, Long> found = new HashMap<>();
      jdbc.query(
          FIND,
          row -> {
            found.put(row.getString(1), row.getLong(2));
          },
          (Object) unknown.toArray(String[]::new));
      known.putAll(found);
      numbers.putAll(found);
    }
    return numbers;
  }

  void forget() {
    known.invalidateAll();
  }
}
