package org.andiron.security.authserver.key;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import org.andiron.security.KeyMade;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.transaction.support.TransactionOperations;

/** The signing keys that all nodes share, in the table {@code andiron.signing_key}. */
final class SigningKeyTable implements StoredKeys {

  private static final int KEY_BITS = 3072;

  /** Any number that no other lock of this database uses. */
  private static final long LOCK = 0x616e_6469_726f_6e12L;

  private final JdbcOperations jdbc;
  private final TransactionOperations transaction;
  private final KeyFile keyFile;
  private final ApplicationEventPublisher events;

  SigningKeyTable(
      JdbcOperations jdbc,
      TransactionOperations transaction,
      KeyFile keyFile,
      ApplicationEventPublisher events) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.keyFile = keyFile;
    this.events = events;
  }

  @Override
  public List<StoredKey> load() {
    RowMapper<StoredKey> row =
        (result, number) ->
            new StoredKey(
                decrypted(result.getString("public_jwk"), result.getBytes("private_key")),
                result.getTimestamp("created_at").toInstant());
    return jdbc.query(
        "select public_jwk, private_key, created_at from andiron.signing_key order by created_at"
            + " desc, kid",
        row);
  }

  @Override
  public void rotate(Duration lifetime, Duration kept) {
    transaction.executeWithoutResult(
        status -> {
          jdbc.query("select pg_advisory_xact_lock(?)", result -> {}, LOCK);
          Boolean fresh =
              jdbc.queryForObject(
                  "select exists (select 1 from andiron.signing_key where created_at > now() - ? *"
                      + " interval '1 second')",
                  Boolean.class,
                  lifetime.toSeconds());
          if (Boolean.TRUE.equals(fresh)) {
            return;
          }
          jdbc.update(
              "delete from andiron.signing_key k where exists (select 1 from andiron.signing_key n"
                  + " where n.created_at > k.created_at and n.created_at < now() - ? * interval '1"
                  + " second')",
              kept.toSeconds());
          insert();
        });
  }

  private void insert() {
    try {
      RSAKey key =
          new RSAKeyGenerator(KEY_BITS)
              .algorithm(JWSAlgorithm.RS256)
              .keyUse(KeyUse.SIGNATURE)
              .keyIDFromThumbprint(true)
              .generate();
      jdbc.update(
          "insert into andiron.signing_key (kid, public_jwk, private_key) values (?, ?, ?)",
          key.getKeyID(),
          key.toPublicJWK().toJSONString(),
          keyFile.encrypt(key.getKeyID(), key.toRSAPrivateKey().getEncoded()));
      events.publishEvent(new KeyMade(KeyMade.Use.TOKENS, key.getKeyID()));
    } catch (JOSEException e) {
      throw new IllegalStateException("RSA is part of every Java", e);
    }
  }

  private RSAKey decrypted(String publicJwk, byte[] privateKey) {
    try {
      RSAKey key = RSAKey.parse(publicJwk);
      byte[] pkcs8 = keyFile.decrypt(key.getKeyID(), privateKey);
      return new RSAKey.Builder(key)
          .privateKey(KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8)))
          .build();
    } catch (ParseException | GeneralSecurityException e) {
      throw new IllegalStateException("a row of andiron.signing_key is damaged", e);
    }
  }
}
