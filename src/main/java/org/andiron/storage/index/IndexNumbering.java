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
 *
 * <p>That a parameter has no number may be over at any time, since every server adds some. But as
 * none is ever taken away, all that are in the database are known here if they are as many.
 */
public final class IndexNumbering {

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

  /**
   * The numbers of this moment, for one search: what was committed before this call has its number
   * there. The database is asked at most once, or twice after something new was indexed, however
   * many parameters have no number.
   */
  public IndexNumbers now() {
    return new Now();
  }

  private final class Now implements IndexNumbers {

    private boolean complete;

    @Override
    public OptionalInt parameter(String resourceType, String code) {
      Parameter parameter = new Parameter(resourceType, code);
      Integer number = parameters.get(parameter);
      if (number == null && !complete) {
        readParameters();
        complete = true;
        number = parameters.get(parameter);
      }
      return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    @Override
    public OptionalInt system(String uri) {
      Integer number = systems.get(uri);
      if (number == null) {
        number = select(uri);
        if (number == null) {
          return OptionalInt.empty();
        }
        systems.put(uri, number);
      }
      return OptionalInt.of(number);
    }
  }

  /** Makes sure that all numbers of parameters in the database are known. */
  private void readParameters() {
    // Before they are counted in the database: what another thread adds after that must not stand
    // for one that is not known.
    int known = parameters.size();
    Integer all =
        jdbc.queryForObject("select count(*) from andiron.search_parameter", Integer.class);
    if (all == null || all != known) {
      jdbc.query(
          "select resource_type, code, id from andiron.search_parameter",
          row -> {
            parameters.put(new Parameter(row.getString(1), row.getString(2)), row.getInt(3));
          });
    }
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
