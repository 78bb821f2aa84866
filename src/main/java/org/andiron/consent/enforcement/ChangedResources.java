package org.andiron.consent.enforcement;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.visibility.PlacedResources.Placed;
import org.hl7.fhir.instance.model.api.IIdType;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** What a transaction has stored and deleted. */
final class ChangedResources {

  private static final String DELETED =
      "select res_type, fhir_id from hfj_resource where res_id = any(?::bigint[])";

  private final JdbcTemplate jdbc;
  private final Collection<Placed> stored;
  private final Set<Long> deleted;
  private @Nullable Set<ResourceRef> names;

  ChangedResources(JdbcTemplate jdbc, Collection<Placed> stored, Set<Long> deleted) {
    this.jdbc = jdbc;
    this.stored = stored;
    this.deleted = deleted;
  }

  /** Numbers in {@code hfj_resource} of what was stored. */
  Set<Long> stored() {
    Set<Long> numbers = new LinkedHashSet<>();
    stored.forEach(it -> numbers.add(it.key()));
    return numbers;
  }

  /** Numbers of all of them. */
  Set<Long> numbers() {
    Set<Long> numbers = stored();
    numbers.addAll(deleted);
    return numbers;
  }

  /** Numbers of those that are Consents, or are deleted, so that they may have been. */
  Set<Long> mayBeConsents() {
    Set<Long> numbers = new LinkedHashSet<>(deleted);
    for (Placed resource : stored) {
      if (resource.resource().fhirType().equals("Consent")) {
        numbers.add(resource.key());
      }
    }
    return numbers;
  }

  /** Their ids. Of what was deleted they are looked up, once. */
  Set<ResourceRef> names() {
    Set<ResourceRef> known = names;
    if (known == null) {
      known = new HashSet<>();
      for (Placed resource : stored) {
        IIdType id = resource.resource().getIdElement();
        known.add(new ResourceRef(id.getResourceType(), id.getIdPart()));
      }
      if (!deleted.isEmpty()) {
        known.addAll(
            jdbc.query(
                DELETED,
                (row, number) -> new ResourceRef(row.getString(1), row.getString(2)),
                (Object) deleted.toArray(Long[]::new)));
      }
      names = known;
    }
    return known;
  }
}
