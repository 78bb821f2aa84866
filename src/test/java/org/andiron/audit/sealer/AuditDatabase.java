package org.andiron.audit.sealer;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.andiron.audit.ledger.SigningKey;
import org.andiron.audit.ledger.VerificationKey;
import org.andiron.audit.store.AuditRows;
import org.andiron.audit.store.Row;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** A database that is migrated, without the rest of the server. */
public final class AuditDatabase implements AutoCloseable {

  private final AuditCluster cluster;
  private final String name;
  private final SingleConnectionDataSource single;
  private final List<VerificationKey> rotated = new ArrayList<>();
  private final List<HikariDataSource> pools = new ArrayList<>();

  AuditDatabase(AuditCluster cluster, String name) throws SQLException {
    this.cluster = cluster;
    this.name = name;
    this.single = new SingleConnectionDataSource(cluster.application(name), true);
  }

  /** Keys that the log was told of as others than before. */
  List<VerificationKey> rotated() {
    return List.copyOf(rotated);
  }

  /** As the application, on one connection. */
  public JdbcTemplate jdbc() {
    return new JdbcTemplate(single);
  }

  /** As the application, on one connection that is never closed. */
  public DataSource dataSource() {
    return single;
  }

  /** As the application, without autocommit. */
  public Connection connection() throws SQLException {
    Connection connection = cluster.application(name);
    connection.setAutoCommit(false);
    return connection;
  }

  /** As a superuser whom no trigger of the log stops, without autocommit. */
  public Connection superuser() throws SQLException {
    Connection connection = cluster.superuser(name);
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      for (String table : tables()) {
        statement.execute("alter table " + table + " disable trigger all");
      }
    }
    return connection;
  }

  /** As a superuser whom the triggers of the log stop, without autocommit. */
  public Connection maintenance() throws SQLException {
    Connection connection = cluster.superuser(name);
    connection.setAutoCommit(false);
    return connection;
  }

  /** Makes the partition of a month, as the server does for months to come. */
  public void makeMonth(YearMonth month) throws SQLException {
    String partition = "andiron.audit_event_" + month.toString().replace('-', '_');
    try (Connection connection = maintenance();
        Statement statement = connection.createStatement()) {
      statement.execute("set role andiron_audit_owner");
      statement.execute(
          "create table "
              + partition
              + " (like andiron.audit_event including defaults"
              + " including constraints)");
      statement.execute(
          "create trigger andiron_only_grows before update or delete or truncate on "
              + partition
              + " for each statement execute function andiron.refuse_audit_change()");
      statement.execute(
          "alter table andiron.audit_event attach partition "
              + partition
              + " for values from ('"
              + month.atDay(1)
              + "Z') to ('"
              + month.plusMonths(1).atDay(1)
              + "Z')");
      connection.commit();
    }
  }

  private List<String> tables() {
    return jdbc()
        .queryForList(
            "select 'andiron.' || relname from pg_trigger join pg_class c on c.oid = tgrelid where"
                + " tgname = 'andiron_only_grows'",
            String.class);
  }

  HikariDataSource sealerPool() {
    HikariDataSource pool = cluster.pool(name);
    pools.add(pool);
    return pool;
  }

  /** Adds rows in one transaction. */
  public void append(List<Row> rows) throws SQLException {
    try (Connection connection = connection()) {
      AuditRows.insert(connection, rows);
      connection.commit();
    }
  }

  /** Seals all that waits. */
  public void seal(Path keyFile) throws SQLException, SealingRefusedException {
    seal(keyFile, Clock.systemUTC());
  }

  /** Seals all that waits, as if it were another time. */
  public void seal(Path keyFile, Clock clock) throws SQLException, SealingRefusedException {
    try (Connection connection = connection()) {
      Sealing sealing =
          new Sealing(connection, new SigningKeyFile(keyFile), rotated::add, clock, 10_000);
      boolean more = true;
      while (more) {
        more = sealing.sealBatch();
      }
    }
  }

  /** The key with which it is sealed. */
  public static SigningKey key(Path keyFile) throws SealingRefusedException {
    return new SigningKeyFile(keyFile).signingKey();
  }

  /** Ids of the leaves, in their order. */
  public List<UUID> leaves() {
    return jdbc().queryForList("select id from andiron.audit_leaf order by index", UUID.class);
  }

  @Override
  public void close() {
    pools.forEach(HikariDataSource::close);
    single.destroy();
  }
}
