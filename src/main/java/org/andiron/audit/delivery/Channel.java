package org.andiron.audit.delivery;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * How far one way out of the log has come, for all nodes, and whose turn it is to go on. The turn
 * is held for a while that is longer than a round should take. Should a round take longer, another
 * node may do the same again, and so may one that was cut off: what is sent arrives at least once.
 */
public final class Channel {

  private static final UUID NODE = UUID.randomUUID();
  private static final Duration HOLD = Duration.ofMinutes(1);

  private final JdbcTemplate jdbc;
  private final String name;

  /**
   * @param name of the channel
   */
  public Channel(JdbcTemplate jdbc, String name) {
    this.jdbc = jdbc;
    this.name = name;
  }

  /** Name of the channel. */
  public String name() {
    return name;
  }

  /** How far it has come, whoever's turn it is. */
  public long position() {
    return jdbc
        .queryForList(
            "select position from andiron.audit_delivery where channel = ?", Long.class, name)
        .stream()
        .findFirst()
        .orElse(0L);
  }

  /** Takes the turn, or holds it on; how far it has come if that succeeds. */
  public Optional<Long> take() {
    return jdbc
        .queryForList(
            "insert into andiron.audit_delivery as d (channel, holder, held_until)"
                + " values (?, ?, now() + make_interval(secs => ?))"
                + " on conflict (channel) do update"
                + " set holder = excluded.holder, held_until = excluded.held_until"
                + " where d.holder = excluded.holder or d.held_until < now()"
                + " returning position",
            Long.class,
            name,
            NODE,
            HOLD.toSeconds())
        .stream()
        .map(Objects::requireNonNull)
        .findFirst();
  }

  /** Moves on, unless another node has meanwhile. */
  public void advance(long from, long to) {
    jdbc.update(
        "update andiron.audit_delivery set position = ? where channel = ? and position = ?",
        to,
        name,
        from);
  }

  /** Lets another node take the turn at once. */
  public void release() {
    jdbc.update(
        "update andiron.audit_delivery set held_until = '-infinity' where channel = ? and holder ="
            + " ?",
        name,
        NODE);
  }
}
