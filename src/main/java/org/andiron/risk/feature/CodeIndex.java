package org.andiron.risk.feature;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Finds by a code what was filed under sets that contain it. */
final class CodeIndex<T> {

  private static final class OfSystem<T> {
    final Map<String, List<T>> exact = new HashMap<>();
    final Map<String, List<T>> beginnings = new HashMap<>();
    int longest;
  }

  private final Map<String, OfSystem<T>> systems = new HashMap<>();

  void file(CodeSet codes, T what) {
    codes.codes().forEach((system, all) -> add(of(system).exact, all, what));
    codes
        .prefixes()
        .forEach(
            (system, all) -> {
              OfSystem<T> index = of(system);
              for (String beginning : all) {
                String plain = CodeSet.withoutPoint(beginning);
                add(index.beginnings, Set.of(plain), what);
                index.longest = Math.max(index.longest, plain.length());
              }
            });
  }

  boolean knows(String system) {
    return systems.containsKey(system);
  }

  /** Gives what was filed, perhaps more than once. */
  void find(String system, String code, Consumer<T> sink) {
    OfSystem<T> index = systems.get(system);
    if (index == null) {
      return;
    }
    index.exact.getOrDefault(code, List.of()).forEach(sink);
    if (index.longest > 0) {
      String plain = CodeSet.withoutPoint(code);
      for (int end = 1; end <= Math.min(index.longest, plain.length()); end++) {
        index.beginnings.getOrDefault(plain.substring(0, end), List.of()).forEach(sink);
      }
    }
  }

  private OfSystem<T> of(String system) {
    return systems.computeIfAbsent(system, unused -> new OfSystem<>());
  }

  private static <T> void add(Map<String, List<T>> index, Set<String> codes, T what) {
    codes.forEach(code -> index.computeIfAbsent(code, unused -> new ArrayList<>()).add(what));
  }
}
