package org.andiron.load;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one pass over a JSON resource tells the loader.
 *
 * @param bundleType {@code Bundle.type}, only for a Bundle
 * @param counts resources to be stored, by type; for a Bundle those of its entries
 * @param requires types referred to that the resource does not bring along
 * @param repeatable whether storing it twice leaves one copy
 * @param probe an identifier to look for, when there is one
 */
record Inspection(
    String type,
    @Nullable String id,
    @Nullable String bundleType,
    Map<String, Long> counts,
    Set<String> requires,
    boolean repeatable,
    @Nullable Probe probe) {

  boolean isBundle() {
    return bundleType != null;
  }

  boolean isRequestBundle() {
    return "transaction".equals(bundleType) || "batch".equals(bundleType);
  }

  boolean isCollection() {
    return "collection".equals(bundleType) || "searchset".equals(bundleType);
  }

  /** Documents, messages: Bundles that are stored as they are. */
  boolean isStoredAsIs() {
    return !isBundle() || "document".equals(bundleType) || "message".equals(bundleType);
  }

  /** Refuses Bundles of which it is not clear what to store, such as a history. */
  void requireLoadable() throws NotFhirException {
    if (bundleType != null && !isRequestBundle() && !isCollection() && !isStoredAsIs()) {
      String shown = bundleType.matches("[a-z-]{1,30}") ? bundleType : "unknown";
      throw new NotFhirException("a Bundle of type " + shown + " is not loaded");
    }
  }
}
