package org.andiron.security.account.passkey;

import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.security.web.webauthn.api.AuthenticatorTransport;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.CredentialRecord;
import org.springframework.security.web.webauthn.api.ImmutableCredentialRecord;
import org.springframework.security.web.webauthn.api.ImmutablePublicKeyCose;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialType;
import org.springframework.security.web.webauthn.management.UserCredentialRepository;

/**
 * The public keys of passkeys. Spring Security's own repository knows no schema, and ours is never
 * in the search path.
 */
final class PasskeyTable implements UserCredentialRepository {

  private static final String SELECT =
      "select credential_id, account_id, credential_type, public_key, signature_count,"
          + " uv_initialized, backup_eligible, backup_state, transports, attestation_object,"
          + " attestation_client_data_json, label, created_at, last_used_at from"
          + " andiron.account_passkey";

  private static final int LONGEST_LABEL = 100;

  private final JdbcOperations jdbc;

  PasskeyTable(JdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void delete(Bytes credentialId) {
    jdbc.update(
        "delete from andiron.account_passkey where credential_id = ?", credentialId.getBytes());
  }

  /** Adds a passkey, or notes that it was used. Never moves it to another account. */
  @Override
  public void save(CredentialRecord passkey) {
    UUID account =
        UserHandle.account(passkey.getUserEntityUserId())
            .orElseThrow(() -> new IllegalArgumentException("no user handle of ours"));
    jdbc.update(
        "insert into andiron.account_passkey (credential_id, account_id, credential_type,"
            + " public_key, signature_count, uv_initialized, backup_eligible, backup_state,"
            + " transports, attestation_object, attestation_client_data_json, label, created_at,"
            + " last_used_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict"
            + " (credential_id) do update set signature_count = excluded.signature_count,"
            + " uv_initialized = excluded.uv_initialized, backup_state = excluded.backup_state,"
            + " last_used_at = excluded.last_used_at where account_passkey.account_id ="
            + " excluded.account_id",
        statement -> bind(statement, account, passkey));
  }

  @Override
  public @Nullable CredentialRecord findByCredentialId(Bytes credentialId) {
    return jdbc
        .query(
            SELECT + " where credential_id = ?",
            (row, number) -> read(row),
            (Object) credentialId.getBytes())
        .stream()
        .findFirst()
        .orElse(null);
  }

  @Override
  public List<CredentialRecord> findByUserId(Bytes handle) {
    return UserHandle.account(handle)
        .map(
            account ->
                jdbc.query(
                    SELECT + " where account_id = ? order by created_at",
                    (row, number) -> read(row),
                    account))
        .orElse(List.of());
  }

  private static void bind(PreparedStatement statement, UUID account, CredentialRecord passkey)
      throws SQLException {
    Object[] names =
        passkey.getTransports().stream().map(AuthenticatorTransport::getValue).sorted().toArray();
    Array transports = statement.getConnection().createArrayOf("text", names);
    String label = passkey.getLabel();
    statement.setBytes(1, passkey.getCredentialId().getBytes());
    statement.setObject(2, account);
    statement.setString(3, passkey.getCredentialType().getValue());
    statement.setBytes(4, passkey.getPublicKey().getBytes());
    statement.setLong(5, passkey.getSignatureCount());
    statement.setBoolean(6, passkey.isUvInitialized());
    statement.setBoolean(7, passkey.isBackupEligible());
    statement.setBoolean(8, passkey.isBackupState());
    statement.setArray(9, transports);
    statement.setBytes(10, bytes(passkey.getAttestationObject()));
    statement.setBytes(11, bytes(passkey.getAttestationClientDataJSON()));
    statement.setString(12, label.substring(0, Math.min(label.length(), LONGEST_LABEL)));
    statement.setTimestamp(13, Timestamp.from(passkey.getCreated()));
    statement.setTimestamp(14, Timestamp.from(passkey.getLastUsed()));
  }

  private static CredentialRecord read(ResultSet row) throws SQLException {
    return ImmutableCredentialRecord.builder()
        .credentialId(new Bytes(row.getBytes("credential_id")))
        .userEntityUserId(UserHandle.of(row.getObject("account_id", UUID.class)))
        .credentialType(PublicKeyCredentialType.valueOf(row.getString("credential_type")))
        .publicKey(new ImmutablePublicKeyCose(row.getBytes("public_key")))
        .signatureCount(row.getLong("signature_count"))
        .uvInitialized(row.getBoolean("uv_initialized"))
        .backupEligible(row.getBoolean("backup_eligible"))
        .backupState(row.getBoolean("backup_state"))
        .transports(transports(row))
        .attestationObject(bytes(row.getBytes("attestation_object")))
        .attestationClientDataJSON(bytes(row.getBytes("attestation_client_data_json")))
        .label(row.getString("label"))
        .created(instant(row, "created_at"))
        .lastUsed(instant(row, "last_used_at"))
        .build();
  }

  private static Set<AuthenticatorTransport> transports(ResultSet row) throws SQLException {
    String[] names = (String[]) row.getArray("transports").getArray();
    return Arrays.stream(names)
        .map(AuthenticatorTransport::valueOf)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getTimestamp(column).toInstant();
  }

  private static byte @Nullable [] bytes(@Nullable Bytes bytes) {
    return bytes == null ? null : bytes.getBytes();
  }

  private static @Nullable Bytes bytes(byte @Nullable [] bytes) {
    return bytes == null ? null : new Bytes(bytes);
  }
}
