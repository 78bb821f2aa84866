package org.andiron.storage.index;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The codes that resources use, by which codes are suggested. A name is written once, with the
 * resource that has it first; what is known to be there is kept in memory for a while, so that a
 * resource whose codes were used before costs nothing. Not for long: names are removed with the
 * last resource that had them.
 */
final class UsedCodes {

  private static final int MOST_KNOWN = 100_000;
  private static final Duration KNOWN_FOR = Duration.ofMinutes(1);

  private static final String INSERT =
      """
      insert into andiron.used_code (param, system, code, concept, name, words)
      select n.* from unnest(?::int4[], ?::int4[], ?::text[], ?::bool[], ?::text[], ?::text[])
        n (param, system, code, concept, name, words)
      where not exists (
        select from andiron.used_code u
        where u.param = n.param and u.code = n.code and u.system is not distinct from n.system
          and u.concept = n.concept and u.name = n.name)
      """;

  private record Column(String type, Function<Name, @Nullable Object> value) {}

  private static final List<Column> COLUMNS =
      List.of(
          new Column("int4", Name::parameter),
          new Column("int4", Name::system),
          new Column("text", Name::code),
          new Column("bool", Name::concept),
          new Column("text", Name::name),
          new Column("text", Name::words));

  private final Set<Name> known = ConcurrentHashMap.newKeySet();
  private volatile long cleared = System.nanoTime();

  /**
   * A name of a code.
   *
   * @param parameter the number of the search parameter
   * @param system the number of the code system, null if it has none
   */
  record Name(int parameter, @Nullable Integer system, String code, boolean concept, String name) {

    private String words() {
      String folded = TextFold.fold(name);
      return folded.isEmpty() ? "" : ' ' + folded;
    }
  }

  /** Writes those that are not there yet, in the transaction of the caller. */
  void add(Collection<Name> names, Connection connection) throws SQLException {
    forgetInTime();
    List<Name> added = names.stream().filter(it -> !known.contains(it)).toList();
    if (added.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      int index = 0;
      for (Column column : COLUMNS) {
        List<@Nullable Object> values = new ArrayList<>();
        added.forEach(it -> values.add(column.value().apply(it)));
        statement.setArray(++index, connection.createArrayOf(column.type(), values.toArray()));
      }
      statement.executeUpdate();
    }
    if (TransactionSynchronizationManager.isSynchronizationActive()) {
      TransactionSynchronizationManager.registerSynchronization(new OnCommit(added));
    }
  }

  private void forgetInTime() {
    if (System.nanoTime() - cleared > KNOWN_FOR.toNanos() || known.size() > MOST_KNOWN) {
      forget();
    }
  }

  /** Some that were there may be no more. */
  void forget() {
    cleared = System.nanoTime();
    known.clear();
  }

  private final class OnCommit implements TransactionSynchronization {

    private final List<Name> added;

    OnCommit(List<Name> added) {
      this.added = added;
    }

    @Override
    public void afterCommit() {
      known.addAll(added);
    }
  }
}
