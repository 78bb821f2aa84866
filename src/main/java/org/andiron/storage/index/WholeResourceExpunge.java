package org.andiron.storage.index;

import ca.uhn.fhir.jpa.dao.expunge.JpaResourceExpungeService;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.andiron.storage.RestrictedAccess;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * Removes deleted resources for good, each with all its versions and the entries of our index, or
 * not at all: one of which a version does not exist for the caller stays as it is.
 */
public class WholeResourceExpunge extends JpaResourceExpungeService {

  private static final String VERSIONS =
      "select res_id, count(*) as versions from hfj_res_ver where res_id = any(?::bigint[])"
          + " group by res_id";

  private final PendingIndex pending;
  private final RestrictedAccess access;
  private final JdbcOperations jdbc;

  WholeResourceExpunge(PendingIndex pending, RestrictedAccess access, JdbcOperations jdbc) {
    this.pending = pending;
    this.access = access;
    this.jdbc = jdbc;
  }

  @Override
  public List<JpaPid> findHistoricalVersionsOfDeletedResources(
      @Nullable String type, @Nullable JpaPid one, int most) {
    List<JpaPid> found = super.findHistoricalVersionsOfDeletedResources(type, one, most);
    if (found.isEmpty() || !access.isRestricted()) {
      return found;
    }
    Long[] numbers = found.stream().map(JpaPid::getId).toArray(Long[]::new);
    Map<Long, Long> existing = versions(numbers);
    Map<Long, Long> all = access.unrestricted(() -> versions(numbers));
    List<JpaPid> whole =
        found.stream()
            .filter(it -> all.getOrDefault(it.getId(), 0L).equals(existing.get(it.getId())))
            .toList();
    if (one != null && whole.isEmpty()) {
      throw new ResourceVersionConflictException(
          "Not all versions of this resource exist for you, so it cannot be removed for good;"
              + " nothing was removed. Ask as a caller for whom all of it exists.");
    }
    return whole;
  }

  private Map<Long, Long> versions(Long[] resources) {
    return jdbc
        .query(
            VERSIONS,
            (row, number) -> Map.entry(row.getLong("res_id"), row.getLong("versions")),
            (Object) resources)
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  @Override
  public void deleteAllSearchParams(JpaPid resource) {
    pending.remove(resource.getId());
    super.deleteAllSearchParams(resource);
  }
}
