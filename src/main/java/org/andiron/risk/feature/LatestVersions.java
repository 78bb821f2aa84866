package org.andiron.risk.feature;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Of several versions of a resource the newest: by version if both are numbers, else by time of
 * last update. Where neither tells and they differ, none, because nobody can say which holds.
 */
final class LatestVersions {

  private record Key(String type, String id) {}

  private LatestVersions() {}

  /**
   * One resource for each type and id.
   *
   * @throws IllegalArgumentException if one has no id
   */
  static List<Resource> of(Collection<? extends Resource> resources) {
    Map<Key, List<Resource>> versions = new LinkedHashMap<>(resources.size() * 2);
    for (Resource resource : resources) {
      String id = resource.getIdElement().getIdPart();
      if (id == null) {
        throw new IllegalArgumentException(
            "A resource of type " + resource.fhirType() + " has no id");
      }
      versions
          .computeIfAbsent(new Key(resource.fhirType(), id), unused -> new ArrayList<>(1))
          .add(resource);
    }
    List<Resource> result = new ArrayList<>(versions.size());
    versions.values().forEach(same -> newest(same).ifPresent(result::add));
    return result;
  }

  private static Optional<Resource> newest(List<Resource> versions) {
    Resource first = versions.get(0);
    if (versions.size() == 1) {
      return Optional.of(first);
    }
    List<Resource> unsurpassed =
        versions.stream()
            .filter(one -> versions.stream().noneMatch(other -> compare(other, one) > 0))
            .toList();
    return unsurpassed.stream()
        .findFirst()
        .filter(one -> unsurpassed.stream().allMatch(one::equalsDeep));
  }

  private static int compare(Resource first, Resource second) {
    String one = RecordItem.versionOf(first).version();
    String other = RecordItem.versionOf(second).version();
    if (isNumber(one) && isNumber(other)) {
      return Long.compare(Long.parseLong(one), Long.parseLong(other));
    }
    Instant updated = FhirTime.instant(first.getMeta().getLastUpdated());
    Instant otherUpdated = FhirTime.instant(second.getMeta().getLastUpdated());
    return updated == null || otherUpdated == null ? 0 : updated.compareTo(otherUpdated);
  }

  private static boolean isNumber(@Nullable String version) {
    return version != null
        && !version.isEmpty()
        && version.length() <= 18
        && version.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
