package org.andiron.security.authserver.token;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.andiron.security.authserver.token.StoredAuthorization.Code;
import org.andiron.security.authserver.token.StoredAuthorization.Times;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;

/** The table {@code andiron.app_authorization}. */
final class AuthorizationTable {

  private static final String COLUMNS =
      "id, version, client_id, subject, grant_type, scopes, request, context, session_id,"
          + " authenticated_at, state_hash, code_hash, code_issued_at, code_expires_at, code_used,"
          + " access_issued_at, access_expires_at, refresh_hash, refresh_issued_at,"
          + " refresh_expires_at, revoked_at, expires_at";

  /**
   * A session of the authorization server counts as long as it is there and not idle for too long.
   */
  private static final String SESSION_LIVES =
      "(a.session_id is null or exists (select 1 from andiron.http_session s where s.session_id ="
          + " a.session_id and s.expiry_time > extract(epoch from now()) * 1000))";

  private final JdbcOperations jdbc;

  AuthorizationTable(JdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  Optional<StoredAuthorization> findById(String id) {
    return find("id = ?", id);
  }

  Optional<StoredAuthorization> findByState(byte[] hash) {
    return find("state_hash = ?", hash);
  }

  Optional<StoredAuthorization> findByCode(byte[] hash) {
    return find("code_hash = ?", hash);
  }

  Optional<StoredAuthorization> findByRefreshToken(byte[] hash) {
    return find("refresh_hash = ?", hash);
  }

  /** Of the user's authorizations those that have a token. */
  List<StoredAuthorization> findBySubject(String subject) {
    return jdbc.query(
        "select "
            + COLUMNS
            + " from andiron.app_authorization where subject = ? and revoked_at is null"
            + " and access_issued_at is not null and expires_at > now() order by created_at desc",
        (result, number) -> read(result),
        subject);
  }

  private Optional<StoredAuthorization> find(String condition, Object value) {
    return jdbc
        .query(
            "select " + COLUMNS + " from andiron.app_authorization where " + condition,
            (result, number) -> read(result),
            value)
        .stream()
        .findFirst();
  }

  /** The authorization that had a refresh token before it got another one. */
  Optional<String> findBySpentRefreshToken(byte[] hash) {
    return jdbc
        .queryForList(
            "select authorization_id from andiron.spent_refresh_token where token_hash = ?",
            String.class,
            hash)
        .stream()
        .findFirst();
  }

  void spend(byte[] refreshHash, String id) {
    jdbc.update(
        "insert into andiron.spent_refresh_token (token_hash, authorization_id) values (?, ?)"
            + " on conflict do nothing",
        refreshHash,
        id);
  }

  void insert(StoredAuthorization row) {
    jdbc.update(
        "insert into andiron.app_authorization ("
            + COLUMNS
            + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        row.id(),
        row.version(),
        row.clientId(),
        row.subject(),
        row.grantType(),
        row.scopes().toArray(String[]::new),
        row.request(),
        row.context(),
        row.sessionId(),
        time(row.authenticatedAt()),
        row.stateHash(),
        row.code().hash(),
        time(row.code().times().issuedAt()),
        time(row.code().times().expiresAt()),
        row.code().used(),
        time(row.access().issuedAt()),
        time(row.access().expiresAt()),
        row.refreshHash(),
        time(row.refresh().issuedAt()),
        time(row.refresh().expiresAt()),
        row.revoked() ? time(Instant.now()) : null,
        time(row.expiresAt()));
  }

  /** Stores what can change; false if the row has changed since it was read. */
  boolean update(StoredAuthorization row) {
    return jdbc.update(
            "update andiron.app_authorization set version = version + 1, scopes = ?, context = ?,"
                + " session_id = ?, state_hash = ?, code_hash = ?, code_issued_at = ?,"
                + " code_expires_at = ?, code_used = ?, access_issued_at = ?, access_expires_at ="
                + " ?, refresh_hash = ?, refresh_issued_at = ?, refresh_expires_at = ?, revoked_at"
                + " = coalesce(revoked_at, ?), expires_at = ? where id = ? and version = ?",
            row.scopes().toArray(String[]::new),
            row.context(),
            row.sessionId(),
            row.stateHash(),
            row.code().hash(),
            time(row.code().times().issuedAt()),
            time(row.code().times().expiresAt()),
            row.code().used(),
            time(row.access().issuedAt()),
            time(row.access().expiresAt()),
            row.refreshHash(),
            time(row.refresh().issuedAt()),
            time(row.refresh().expiresAt()),
            row.revoked() ? time(Instant.now()) : null,
            time(row.expiresAt()),
            row.id(),
            row.version())
        == 1;
  }

  /** Whether tokens of the authorization count. */
  boolean isLive(String id) {
    return Boolean.TRUE.equals(
        jdbc.queryForObject(
            "select exists (select 1 from andiron.app_authorization a where a.id = ? and"
                + " a.revoked_at is null and "
                + SESSION_LIVES
                + ")",
            Boolean.class,
            id));
  }

  /** Keeps the user's session from ending while an app of it is used. */
  void touchSession(String sessionId) {
    jdbc.update(
        "update andiron.http_session set last_access_time = extract(epoch from now()) * 1000,"
            + " expiry_time = extract(epoch from now()) * 1000 + max_inactive_interval * 1000"
            + " where session_id = ? and expiry_time > extract(epoch from now()) * 1000",
        sessionId);
  }

  int revoke(String id) {
    return jdbc.update(
        "update andiron.app_authorization set revoked_at = now(), version = version + 1"
            + " where id = ? and revoked_at is null",
        id);
  }

  int revokeOfSubject(String subject) {
    return jdbc.update(
        "update andiron.app_authorization set revoked_at = now(), version = version + 1"
            + " where subject = ? and revoked_at is null",
        subject);
  }

  void delete(String id) {
    jdbc.update("delete from andiron.app_authorization where id = ?", id);
  }

  private static StoredAuthorization read(ResultSet result) throws SQLException {
    return new StoredAuthorization(
        result.getString("id"),
        result.getInt("version"),
        result.getString("client_id"),
        result.getString("subject"),
        result.getString("grant_type"),
        List.of((String[]) result.getArray("scopes").getArray()),
        result.getString("request"),
        result.getString("context"),
        result.getString("session_id"),
        instant(result, "authenticated_at"),
        result.getBytes("state_hash"),
        new Code(
            result.getBytes("code_hash"), times(result, "code"), result.getBoolean("code_used")),
        times(result, "access"),
        result.getBytes("refresh_hash"),
        times(result, "refresh"),
        result.getTimestamp("revoked_at") != null,
        result.getTimestamp("expires_at").toInstant());
  }

  private static Times times(ResultSet result, String token) throws SQLException {
    return new Times(instant(result, token + "_issued_at"), instant(result, token + "_expires_at"));
  }

  private static @Nullable Instant instant(ResultSet result, String column) throws SQLException {
    Timestamp time = result.getTimestamp(column);
    return time == null ? null : time.toInstant();
  }

  private static @Nullable Timestamp time(@Nullable Instant instant) {
    return instant == null ? null : Timestamp.from(instant);
  }
}
