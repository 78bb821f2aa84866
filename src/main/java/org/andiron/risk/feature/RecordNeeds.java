package org.andiron.risk.feature;

import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which resources of a record some models take: without the others their extractions are the same,
 * also in what they count as unmapped. Immutable.
 */
public final class RecordNeeds {

  /** Kinds whose codes are in more elements than one, or of which there are few. */
  private static final Set<ResourceKind> WHOLE =
      EnumSet.of(ResourceKind.PATIENT, ResourceKind.ENCOUNTER, ResourceKind.FAMILY_MEMBER_HISTORY);

  private final Map<ResourceKind, Optional<Codes>> byKind;

  private RecordNeeds(Map<ResourceKind, Optional<Codes>> byKind) {
    this.byKind = new EnumMap<>(byKind);
  }

  /**
   * Which resources of a kind are needed: those with a code that a feature names, and those without
   * a code of a system that all models know, because they are counted. The codes of a medication to
   * which a resource refers are not known.
   *
   * @param codes by system
   * @param systems of which all codes are needed
   * @param known systems; what has a code of one of them and none of the above is not needed
   */
  public record Codes(Map<String, Set<String>> codes, Set<String> systems, Set<String> known) {

    public Codes {
      Map<String, Set<String>> copy = new HashMap<>();
      codes.forEach((system, some) -> copy.put(system, Set.copyOf(some)));
      codes = Map.copyOf(copy);
      systems = Set.copyOf(systems);
      known = Set.copyOf(known);
    }
  }

  /** What the models take whose features these are. The Patient is always needed. */
  public static RecordNeeds of(Collection<FeatureSet> models) {
    Map<ResourceKind, Collected> collected = new EnumMap<>(ResourceKind.class);
    collected.put(ResourceKind.PATIENT, new Collected());
    for (FeatureSet model : models) {
      Map<ResourceKind, Set<String>> known = new EnumMap<>(ResourceKind.class);
      for (FeatureDefinition feature : model.evaluated()) {
        for (Source source : feature.sources()) {
          collected.computeIfAbsent(source.resource(), kind -> new Collected()).add(source);
          known
              .computeIfAbsent(source.resource(), kind -> new TreeSet<>())
              .addAll(systems(source.codes()));
        }
      }
      if (model.stay() != null && model.evaluated().stream().anyMatch(RecordNeeds::isOfStay)) {
        collected.computeIfAbsent(ResourceKind.ENCOUNTER, kind -> new Collected());
      }
      known.forEach((kind, systems) -> Objects.requireNonNull(collected.get(kind)).knows(systems));
    }
    Map<ResourceKind, Optional<Codes>> needs = new EnumMap<>(ResourceKind.class);
    collected.forEach(
        (kind, it) -> needs.put(kind, WHOLE.contains(kind) ? Optional.empty() : it.codes()));
    return new RecordNeeds(needs);
  }

  /** All resources of some kinds. The Patient is always needed. */
  public static RecordNeeds whole(Set<ResourceKind> kinds) {
    Map<ResourceKind, Optional<Codes>> needs = new EnumMap<>(ResourceKind.class);
    needs.put(ResourceKind.PATIENT, Optional.empty());
    kinds.forEach(kind -> needs.put(kind, Optional.empty()));
    return new RecordNeeds(needs);
  }

  private static boolean isOfStay(FeatureDefinition feature) {
    return feature.window().anchor() != TimeWindow.Anchor.AS_OF
        || feature.aggregation() == Aggregation.STAY_LENGTH;
  }

  private static Set<String> systems(CodeSet codes) {
    Set<String> systems = new HashSet<>(codes.codes().keySet());
    systems.addAll(codes.prefixes().keySet());
    return systems;
  }

  /** The kinds of resources of which some are needed. */
  public Set<ResourceKind> kinds() {
    return byKind.keySet();
  }

  /** Which of a kind are needed; empty if all are. */
  public Optional<Codes> codes(ResourceKind kind) {
    return byKind.getOrDefault(kind, Optional.empty());
  }

  /** What was found of one kind so far. */
  private static final class Collected {

    private final Map<String, Set<String>> codes = new HashMap<>();
    private final Set<String> systems = new HashSet<>();
    private @Nullable Set<String> known;
    private boolean all;

    void add(Source source) {
      all |= source.codes().isEmpty();
      source
          .codes()
          .codes()
          .forEach(
              (system, some) ->
                  codes.computeIfAbsent(system, unused -> new HashSet<>()).addAll(some));
      systems.addAll(source.codes().prefixes().keySet());
    }

    /** What one model does not know, it counts. */
    void knows(Set<String> some) {
      if (known == null) {
        known = new HashSet<>(some);
      } else {
        known.retainAll(some);
      }
    }

    Optional<Codes> codes() {
      return all || known == null
          ? Optional.empty()
          : Optional.of(new Codes(codes, systems, known));
    }
  }
}
