package org.andiron.storage.index;

import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The numbers that stand in the index for a search parameter of a resource type, and for the URI of
 * a code system. A number never changes, so what was read once is kept.
 */
public final class IndexNumbering implements IndexNumbers {

  private record Parameter(String resourceType, String code) {}

  private final JdbcOperations jdbc;
  private final TransactionTemplate ownTransaction;
  private final ConcurrentMap<Parameter, Integer> parameters = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Integer> systems = new ConcurrentHashMap<>();

  IndexNumbering(JdbcOperations jdbc, PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    // A number stays when the resource that needed it first is not stored after all.
    this.ownTransaction = new TransactionTemplate(transactions);
    this.ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  /** The number of a parameter, empty if nothing was ever indexed for it. */
  @Override
  public OptionalInt parameter(String resourceType, String code) {
    Parameter parameter = new Parameter(resourceType, code);
    return known(parameters, parameter, () -> select(parameter));
  }

  /** The number of a code system's URI, empty if nothing was ever indexed with it. */
  @Override
  public OptionalInt system(String uri) {
    return known(systems, uri, () -> select(uri));
  }

  int parameterFor(String resourceType, String code) {
    Parameter parameter = new Parameter(resourceType, code);
    Integer number = parameters.get(parameter);
    if (number == null) {
      number =
          added(
              () -> select(parameter),
              "insert into andiron.search_parameter (resource_type, code) values (?, ?)"
                  + " on conflict do nothing",
              resourceType,
              code);
      parameters.put(parameter, number);
    }
    return number;
  }

  int systemFor(String uri) {
    Integer number = systems.get(uri);
    if (number == null) {
      number =
          added(
              () -> select(uri),
              "insert into andiron.search_system (uri) values (?) on conflict do nothing",
              uri);
      systems.put(uri, number);
    }
    return number;
  }

  @FunctionalInterface
  private interface Lookup {
    @Nullable Integer find();
  }

  private static <K> OptionalInt known(ConcurrentMap<K, Integer> cache, K key, Lookup lookup) {
    Integer number = cache.get(key);
    if (number == null) {
      number = lookup.find();
      if (number == null) {
        return OptionalInt.empty();
      }
      cache.put(key, number);
    }
    return OptionalInt.of(number);
  }

  private int added(Lookup lookup, String insert, Object... values) {
    Integer number = lookup.find();
    while (number == null) {
      ownTransaction.executeWithoutResult(transaction -> jdbc.update(insert, values));
      number = ownTransaction.execute(transaction -> lookup.find());
    }
    return number;
  }

  private @Nullable Integer select(Parameter parameter) {
    return first(
        jdbc.queryForList(
            "select id from andiron.search_parameter where resource_type = ? and code = ?",
            Integer.class,
            parameter.resourceType(),
            parameter.code()));
  }

  private @Nullable Integer select(String uri) {
    return first(
        jdbc.queryForList(
            "select id from andiron.search_system where uri = ?", Integer.class, uri));
  }

  private static @Nullable Integer first(List<Integer> numbers) {
    return numbers.isEmpty() ? null : numbers.get(0);
  }
}
