package org.andiron.security.access;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.andiron.security.access.AccessDecision.Allowed;
import org.andiron.security.scope.Permission;
import org.andiron.security.scope.ResourceTypes;
import org.andiron.security.scope.SmartScope;
import org.andiron.visibility.Portion;
import org.andiron.visibility.Visibility;

/** Turns rights into what exists for a request. */
final class VisibleParts {

  private static final String OWNED = "Subscription";

  private final EffectiveRights rights;
  private final Sight sight;

  VisibleParts(EffectiveRights rights, Sight sight) {
    this.rights = rights;
    this.sight = sight;
  }

  Allowed allowed() {
    boolean administers = rights.administers();
    Optional<Set<String>> reached =
        sight.reached().filter(types -> administers || !types.contains(OWNED));
    if (reached.isPresent() && reached.get().stream().allMatch(this::isWhole)) {
      return new Allowed(Visibility.ALL, reached.get());
    }
    List<EffectiveRight> parts = new ArrayList<>();
    for (EffectiveRight right : rights.rights()) {
      add(parts, right, existing(right));
    }
    sight.ofTypes().forEach((type, all) -> parts.addAll(together(type, all)));
    Set<String> shown = new HashSet<>();
    parts.forEach(it -> shown.addAll(it.types()));
    return new Allowed(
        administers ? visibility(parts, Optional.empty()) : owned(parts),
        shown.size() == ResourceTypes.ALL.size() ? Set.of(SmartScope.ALL_TYPES) : shown);
  }

  /** Subscriptions are not about anybody: but for administrators, only one's own exist. */
  private Visibility owned(List<EffectiveRight> parts) {
    boolean any = parts.stream().anyMatch(it -> it.types().contains(OWNED) && it.query().isEmpty());
    List<EffectiveRight> others = new ArrayList<>();
    for (EffectiveRight part : parts) {
      Set<String> types = new HashSet<>(part.types());
      types.remove(OWNED);
      add(others, part, types);
    }
    return visibility(others, any ? Optional.of(rights.caller().party()) : Optional.empty());
  }

  private boolean isWhole(String type) {
    Set<Permission> all = sight.ofTypes().get(type);
    return rights.rights().stream()
        .filter(right -> right.showsAll(type))
        .anyMatch(
            right ->
                all == null
                    ? !Collections.disjoint(right.permissions(), sight.others())
                    : right.permissions().containsAll(all));
  }

  /** Types of which a right lets something exist. */
  private Set<String> existing(EffectiveRight right) {
    boolean others = !Collections.disjoint(sight.others(), right.permissions());
    Set<String> types = new HashSet<>(others ? right.types() : Set.of());
    sight
        .ofTypes()
        .forEach(
            (type, all) -> {
              if (right.types().contains(type) && right.permissions().containsAll(all)) {
                types.add(type);
              } else {
                types.remove(type);
              }
            });
    return types;
  }

  private static void add(List<EffectiveRight> parts, EffectiveRight right, Set<String> types) {
    if (!types.isEmpty()) {
      parts.add(new EffectiveRight(types, right.permissions(), right.patients(), right.query()));
    }
  }

  /** What several rights give together of a type for which several permissions are needed. */
  private List<EffectiveRight> together(String type, Set<Permission> all) {
    if (all.size() < 2) {
      return List.of();
    }
    List<EffectiveRight> together = null;
    for (Permission permission : all) {
      List<EffectiveRight> alone = rights.to(type, permission);
      if (together == null) {
        together = alone;
      } else {
        List<EffectiveRight> both = new ArrayList<>();
        for (EffectiveRight one : together) {
          for (EffectiveRight other : alone) {
            one.and(other, type).ifPresent(both::add);
          }
        }
        together = both;
      }
    }
    return together == null
        ? List.of()
        : together.stream()
            .map(it -> new EffectiveRight(Set.of(type), all, it.patients(), it.query()))
            .toList();
  }

  /** No Subscription is part of a patient's record. */
  private static boolean isEvery(Set<String> types, Optional<Set<String>> patients) {
    int missing = ResourceTypes.ALL.size() - types.size();
    return missing == 0 || missing == 1 && patients.isPresent() && !types.contains(OWNED);
  }

  /** Parts that differ in their types only become one. */
  private static Visibility visibility(List<EffectiveRight> parts, Optional<String> owner) {
    Map<Optional<Set<String>>, Set<String>> plain = new LinkedHashMap<>();
    Set<Portion> portions = new LinkedHashSet<>();
    for (EffectiveRight part : parts) {
      if (part.query().isEmpty()) {
        plain.computeIfAbsent(part.patients(), it -> new HashSet<>()).addAll(part.types());
      }
    }
    plain.forEach(
        (patients, types) ->
            portions.add(
                new Portion(
                    isEvery(types, patients) ? Set.of() : types, patients, Optional.empty())));
    for (EffectiveRight part : parts) {
      boolean needless =
          part.query().isEmpty()
              || plain.getOrDefault(part.patients(), Set.of()).containsAll(part.types());
      if (!needless) {
        portions.add(
            new Portion(part.types(), part.patients(), EffectiveRights.criteria(part.query())));
      }
    }
    Visibility visibility = new Visibility(new ArrayList<>(portions), owner);
    return visibility.unrestricted() ? Visibility.ALL : visibility;
  }
}
