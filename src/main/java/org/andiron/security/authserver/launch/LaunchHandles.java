package org.andiron.security.authserver.launch;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.andiron.security.authserver.token.LaunchContext;
import org.andiron.security.authserver.token.TokenDigest;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.security.crypto.keygen.Base64StringKeyGenerator;

/**
 * Launches that wait for their app. A handle says nothing by itself, is good once, for a few
 * minutes, on all nodes, and for one user.
 */
public final class LaunchHandles {

  /** How long an app has to take up a launch. */
  static final Duration LIFETIME = Duration.ofMinutes(5);

  private final Base64StringKeyGenerator random =
      new Base64StringKeyGenerator(Base64.getUrlEncoder().withoutPadding(), 32);
  private final JdbcOperations jdbc;
  private final Clock clock;

  LaunchHandles(JdbcOperations jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * A launch.
   *
   * @param user who is to sign in
   * @param context where the app is to work
   */
  public record Launch(String user, LaunchContext context) {}

  /** Notes a launch and gives its handle. */
  String create(String clientId, Launch launch) {
    String handle = random.generateKey();
    jdbc.update(
        "insert into andiron.launch_handle (handle_hash, client_id, subject, context, expires_at)"
            + " values (?, ?, ?, ?, ?)",
        TokenDigest.of(handle),
        clientId,
        launch.user(),
        launch.context().toJson(),
        Timestamp.from(clock.instant().plus(LIFETIME)));
    return handle;
  }

  /** Takes a launch up: from then on its handle is good for nothing. */
  public Optional<Launch> take(String handle) {
    return jdbc
        .query(
            "delete from andiron.launch_handle where handle_hash = ? returning subject, context,"
                + " expires_at > ? as fresh",
            (result, row) ->
                result.getBoolean("fresh")
                    ? Optional.of(
                        new Launch(
                            result.getString("subject"),
                            LaunchContext.fromJson(result.getString("context"))))
                    : Optional.<Launch>empty(),
            TokenDigest.of(handle),
            Timestamp.from(clock.instant()))
        .stream()
        .findFirst()
        .flatMap(it -> it);
  }
}
