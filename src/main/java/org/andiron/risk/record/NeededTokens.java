package org.andiron.risk.record;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.andiron.risk.feature.RecordNeeds;
import org.andiron.risk.feature.ResourceKind;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * By which tokens of the search index resources are needed, as the index has them: numbers of the
 * parameters {@code code} and of code systems. What is taken for needed may be more than is, never
 * less.
 *
 * @param types of whose resources some are told not to be needed
 * @param parameters of these types
 * @param known {@link #key}s of the systems of a type of which a token is known
 * @param whole those of which each is needed
 * @param codes that are needed, of whatever system
 */
record NeededTokens(
    List<String> types,
    List<Integer> parameters,
    List<Long> known,
    List<Long> whole,
    List<String> codes) {

  /** By which everything is needed. */
  static final NeededTokens ALL =
      new NeededTokens(List.of(), List.of(), List.of(), List.of(), List.of());

  private static final String NUMBERS =
      """
      select 0, id, resource_type from andiron.search_parameter
      where code = 'code' and resource_type = any(?)
      union all
      select 1, id, uri from andiron.search_system where uri = any(?)
      """;

  /** A parameter and a system in one number; in SQL {@code param * 4294967296 + system}. */
  static long key(int parameter, int system) {
    return ((long) parameter << 32) + system;
  }

  /** Looks up what is needed, with one statement, or none if that depends on no code. */
  static NeededTokens of(RecordNeeds needs, JdbcOperations jdbc) {
    Map<String, RecordNeeds.Codes> byType = new HashMap<>();
    for (ResourceKind kind : needs.kinds()) {
      needs.codes(kind).ifPresent(it -> byType.put(kind.typeName(), it));
    }
    if (byType.isEmpty()) {
      return ALL;
    }
    TreeSet<String> systems = new TreeSet<>();
    TreeSet<String> codes = new TreeSet<>();
    byType
        .values()
        .forEach(
            it -> {
              systems.addAll(it.known());
              systems.addAll(it.systems());
              it.codes().values().forEach(codes::addAll);
            });
    Map<String, Integer> parameters = new HashMap<>();
    Map<String, Integer> numbers = new HashMap<>();
    jdbc.query(
        NUMBERS,
        row -> {
          (row.getInt(1) == 0 ? parameters : numbers).put(row.getString(3), row.getInt(2));
        },
        byType.keySet().toArray(String[]::new),
        systems.toArray(String[]::new));
    List<Long> known = new ArrayList<>();
    List<Long> whole = new ArrayList<>();
    parameters.forEach(
        (type, parameter) -> {
          RecordNeeds.Codes wanted = byType.get(type);
          if (wanted != null) {
            // A system without a number has no tokens.
            wanted.known().forEach(it -> add(known, parameter, numbers.get(it)));
            wanted.systems().forEach(it -> add(whole, parameter, numbers.get(it)));
          }
        });
    return new NeededTokens(
        List.copyOf(parameters.keySet()),
        List.copyOf(parameters.values()),
        known,
        whole,
        List.copyOf(codes));
  }

  private static void add(List<Long> keys, int parameter, @Nullable Integer system) {
    if (system != null) {
      keys.add(key(parameter, system));
    }
  }
}
