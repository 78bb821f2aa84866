package org.andiron.risk.cds;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.andiron.risk.feature.RecordNeeds;
import org.andiron.risk.feature.RecordNeeds.Codes;
import org.andiron.risk.feature.ResourceKind;

/**
 * A part of a record that clients may send along.
 *
 * @param key by which they do; the same in all versions of a model
 * @param query by which they find it
 */
record PrefetchTemplate(String key, ResourceKind kind, String query) {

  /** With more, some clients and proxies take no URL. */
  private static final int LONGEST = 1000;

  private static final Map<ResourceKind, String> KEYS =
      new EnumMap<>(
          Map.of(
              ResourceKind.PATIENT, "patient",
              ResourceKind.OBSERVATION, "observations",
              ResourceKind.CONDITION, "conditions",
              ResourceKind.MEDICATION_REQUEST, "medicationRequests",
              ResourceKind.MEDICATION_STATEMENT, "medicationStatements",
              ResourceKind.PROCEDURE, "procedures",
              ResourceKind.ENCOUNTER, "encounters",
              ResourceKind.FAMILY_MEMBER_HISTORY, "familyMemberHistories"));

  /** Those of all that a model takes, the Patient first. */
  static List<PrefetchTemplate> of(RecordNeeds needs) {
    List<PrefetchTemplate> templates = new ArrayList<>();
    for (ResourceKind kind : ResourceKind.values()) {
      if (needs.kinds().contains(kind)) {
        templates.add(
            new PrefetchTemplate(
                Objects.requireNonNull(KEYS.get(kind)), kind, query(kind, needs.codes(kind))));
      }
    }
    return templates;
  }

  private static String query(ResourceKind kind, Optional<Codes> codes) {
    if (kind == ResourceKind.PATIENT) {
      return "Patient/{{context.patientId}}";
    }
    String all = kind.typeName() + "?patient={{context.patientId}}";
    if (isMedication(kind)) {
      // What it is may be in another resource, which a search by its code does not find.
      return all + "&_include=" + kind.typeName() + ":medication";
    }
    return codes.flatMap(PrefetchTemplate::tokens).map(it -> all + "&code=" + it).orElse(all);
  }

  static boolean isMedication(ResourceKind kind) {
    return kind == ResourceKind.MEDICATION_REQUEST || kind == ResourceKind.MEDICATION_STATEMENT;
  }

  /** None where codes are told by how they begin, or are too many for a URL. */
  private static Optional<String> tokens(Codes codes) {
    TreeSet<String> tokens = new TreeSet<>();
    codes.codes().forEach((system, some) -> some.forEach(code -> tokens.add(system + "|" + code)));
    String list = String.join(",", tokens);
    return codes.systems().isEmpty() && !list.isEmpty() && list.length() <= LONGEST
        ? Optional.of(list)
        : Optional.empty();
  }
}
