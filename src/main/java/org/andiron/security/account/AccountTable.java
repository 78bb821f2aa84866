package org.andiron.security.account;

import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.PreparedStatementCallback;

/** Accounts in the database. */
final class AccountTable {

  private static final String COLUMNS =
      "id, username, display_name, external_id, roles, fhir_user, active, password_hash is not null"
          + " as has_password, must_change_password, created_at, changed_at, version";

  private static final String LIVING = " from andiron.account where deleted_at is null";

  private final JdbcOperations jdbc;

  AccountTable(JdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  Optional<Account> find(UUID id) {
    return one("select " + COLUMNS + LIVING + " and id = ?", id);
  }

  Optional<Account> findForUpdate(UUID id) {
    return one("select " + COLUMNS + LIVING + " and id = ? for update", id);
  }

  Optional<Account> findByUsername(String username) {
    return one("select " + COLUMNS + LIVING + " and username = ?", username);
  }

  List<Account> findByExternalId(String externalId) {
    return many(
        "select " + COLUMNS + LIVING + " and external_id = ? order by username", externalId);
  }

  List<Account> findByRole(String role) {
    return many(
        "select " + COLUMNS + LIVING + " and roles @> array[?]::text[] order by username", role);
  }

  List<Account> findByFhirUser(String reference) {
    return many("select " + COLUMNS + LIVING + " and fhir_user = ? order by username", reference);
  }

  List<Account> page(long offset, int limit) {
    return many(
        "select " + COLUMNS + LIVING + " order by username offset ? limit ?", offset, limit);
  }

  long count() {
    return number("select count(*)" + LIVING);
  }

  /** Whether there is or was any account. */
  boolean isEmpty() {
    return number("select count(*) from (select 1 from andiron.account limit 1) one") == 0;
  }

  /**
   * Adds an account.
   *
   * @throws DuplicateKeyException if the name belongs, or belonged, to somebody
   */
  UUID insert(NewAccount account, Optional<String> passwordHash) {
    NewAccount.Details details = account.details();
    return Objects.requireNonNull(
        jdbc.execute(
            "insert into andiron.account (username, display_name, external_id, roles, fhir_user,"
                + " active, password_hash, must_change_password) values (?, ?, ?, ?, ?, ?, ?, ?)"
                + " returning id",
            (PreparedStatementCallback<UUID>)
                statement -> {
                  statement.setString(1, account.username());
                  bind(statement, 2, details);
                  statement.setString(7, passwordHash.orElse(null));
                  statement.setBoolean(8, account.mustChangePassword());
                  try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    return row.getObject(1, UUID.class);
                  }
                }));
  }

  void update(UUID id, NewAccount.Details details) {
    jdbc.update(
        "update andiron.account set display_name = ?, external_id = ?, roles = ?, fhir_user = ?,"
            + " active = ?, changed_at = now(), version = version + 1 where id = ?",
        statement -> {
          bind(statement, 1, details);
          statement.setObject(6, id);
        });
  }

  Optional<String> passwordHash(UUID id) {
    return jdbc
        .queryForList("select password_hash from andiron.account where id = ?", String.class, id)
        .stream()
        .filter(Objects::nonNull)
        .findFirst();
  }

  void setPasswordHash(UUID id, String hash, boolean mustChange) {
    jdbc.update(
        "update andiron.account set password_hash = ?, must_change_password = ?, changed_at ="
            + " now(), version = version + 1 where id = ?",
        hash,
        mustChange,
        id);
  }

  /** Replaces a hash by a stronger one of the same password, unless the password was changed. */
  void upgradePasswordHash(UUID id, String old, String stronger) {
    jdbc.update(
        "update andiron.account set password_hash = ? where id = ? and password_hash = ?",
        stronger,
        id,
        old);
  }

  /** Ends the account. The row stays, so that the name is never given to another. */
  void delete(UUID id) {
    jdbc.update(
        "update andiron.account set deleted_at = now(), active = false, password_hash = null, roles"
            + " = '{}', fhir_user = null, external_id = null, changed_at = now(), version = version"
            + " + 1 where id = ?",
        id);
    for (String table : List.of("account_totp", "account_recovery_code", "account_passkey")) {
      jdbc.update("delete from andiron." + table + " where account_id = ?", id);
    }
  }

  private static void bind(PreparedStatement statement, int first, NewAccount.Details details)
      throws SQLException {
    Array roles =
        statement
            .getConnection()
            .createArrayOf("text", details.roles().stream().sorted().toArray());
    statement.setString(first, details.displayName());
    statement.setString(first + 1, details.externalId().orElse(null));
    statement.setArray(first + 2, roles);
    statement.setString(first + 3, details.fhirUser().map(FhirUser::reference).orElse(null));
    statement.setBoolean(first + 4, details.active());
  }

  private long number(String sql) {
    return Objects.requireNonNull(jdbc.queryForObject(sql, Long.class));
  }

  private Optional<Account> one(String sql, Object... parameters) {
    return many(sql, parameters).stream().findFirst();
  }

  private List<Account> many(String sql, Object... parameters) {
    return jdbc.query(sql, (row, number) -> read(row), parameters);
  }

  private static Account read(ResultSet row) throws SQLException {
    return new Account(
        row.getObject("id", UUID.class),
        row.getString("username"),
        row.getString("display_name"),
        Optional.ofNullable(row.getString("external_id")),
        Set.of((String[]) row.getArray("roles").getArray()),
        Optional.ofNullable(row.getString("fhir_user")).map(FhirUser::parse),
        row.getBoolean("active"),
        row.getBoolean("has_password"),
        row.getBoolean("must_change_password"),
        row.getTimestamp("created_at").toInstant(),
        row.getTimestamp("changed_at").toInstant(),
        row.getLong("version"));
  }
}
