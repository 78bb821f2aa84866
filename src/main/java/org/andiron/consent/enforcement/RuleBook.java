package org.andiron.consent.enforcement;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.andiron.consent.residue.AccessRule;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The rules under which resources are, each with its number. Numbers become visible in their order,
 * so that who has looked at one has looked at all before it. Rules do not change.
 */
final class RuleBook {

  /** Of the advisory lock that is held while a number is given. */
  private static final long LOCK = 0x616e6472756c65L;

  private final JdbcTemplate jdbc;
  private final TransactionTemplate alone;
  private final Map<AccessRule, Integer> numbers = new ConcurrentHashMap<>();
  private volatile Known known = new Known(0, List.of());

  /**
   * Rules with numbers up to one.
   *
   * @param rules in the order of their numbers
   */
  record Known(int upTo, List<Numbered> rules) {

    /** Those with greater numbers than one. */
    List<Numbered> after(int id) {
      return rules.subList(id, rules.size());
    }
  }

  record Numbered(int id, AccessRule rule) {}

  /**
   * @param alone begins a transaction of its own
   */
  RuleBook(JdbcTemplate jdbc, TransactionTemplate alone) {
    this.jdbc = jdbc;
    this.alone = alone;
  }

  /** The number of a rule, which it gets now if it has none. */
  int number(AccessRule rule) {
    Integer number = numbers.get(rule);
    if (number == null) {
      number = Objects.requireNonNull(alone.execute(status -> enter(rule)));
      numbers.put(rule, number);
    }
    return number;
  }

  private Integer enter(AccessRule rule) {
    byte[] hash = hash(rule.text());
    List<Integer> before = find(hash);
    if (before.isEmpty()) {
      jdbc.query("select pg_advisory_xact_lock(?)", row -> {}, LOCK);
      before = find(hash);
    }
    return before.isEmpty()
        ? Objects.requireNonNull(
            jdbc.queryForObject(
                "insert into andiron.access_rule (id, hash, rule)"
                    + " select coalesce(max(id), 0) + 1, ?, ? from andiron.access_rule"
                    + " returning id",
                Integer.class,
                hash,
                rule.text()))
        : before.get(0);
  }

  private List<Integer> find(byte[] hash) {
    return jdbc.queryForList(
        "select id from andiron.access_rule where hash = ?", Integer.class, (Object) hash);
  }

  /** All rules up to a number that the database has told. */
  Known upTo(int newest) {
    return known.upTo() >= newest ? known : read();
  }

  private synchronized Known read() {
    List<Numbered> rules = new ArrayList<>(known.rules());
    jdbc.query(
        "select id, rule from andiron.access_rule where id > ? order by id",
        row -> {
          rules.add(new Numbered(row.getInt("id"), AccessRule.parse(row.getString("rule"))));
        },
        known.upTo());
    known = new Known(rules.isEmpty() ? 0 : rules.get(rules.size() - 1).id(), List.copyOf(rules));
    return known;
  }

  /** The rule with a number. */
  AccessRule of(int id) {
    return upTo(id).rules().get(id - 1).rule();
  }

  private static byte[] hash(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
