package org.andiron.risk.feature;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where values of a feature come from.
 *
 * @param codes what the resource is about, empty for all; of an Encounter its class, type, service,
 *     priority, admit source
 * @param except codes with which the resource is ambiguous and not used
 * @param components codes of the components whose values are meant, empty for the value of the
 *     resource itself
 * @param statuses that count; of a Condition clinical statuses
 * @param where FHIRPath that must hold for the resource
 * @param value FHIRPath that gives the value instead
 * @param meanings what coded answers mean: {@code true} and {@code false}, or categories
 * @param otherwise what an answer means that none of them explains
 * @param unconfirmed whether a Condition that is suspected counts
 * @param category what the presence of the resource means, for a feature with categories
 */
public record Source(
    ResourceKind resource,
    CodeSet codes,
    CodeSet except,
    CodeSet components,
    Set<String> statuses,
    @Nullable ResourcePath where,
    @Nullable ResourcePath value,
    Map<String, CodeSet> meanings,
    @Nullable String otherwise,
    boolean unconfirmed,
    @Nullable String category) {

  public Source {
    statuses = Set.copyOf(statuses);
    meanings = Collections.unmodifiableMap(new LinkedHashMap<>(meanings));
  }
}
