package org.andiron.audit.verification;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.andiron.audit.ledger.Hash;
import org.andiron.audit.ledger.Leaf;
import org.andiron.audit.verification.Finding.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Compares leaves whose records are gone with what is said to be removed. That is taken only for
 * what retention does: a whole month, old enough, of which a record tells that was sealed later and
 * is still there, or is repeated by one that is.
 */
final class RemovedLeaves {

  private final NavigableMap<Instant, Account> accounts = new TreeMap<>();
  private final List<RemovalRecord> records = new ArrayList<>();

  /** Records that told of a removal and were lawfully removed themselves. */
  private final Set<UUID> goneTellers = new HashSet<>();

  private final Set<UUID> tellers = new HashSet<>();
  private final Consumer<Finding> findings;
  private Instant end = Instant.MIN;
  private long count;

  private static final class Account {
    private final Removal removal;
    private final LeafDigest digest = new LeafDigest();
    private long last = -1;
    private long kept;

    Account(Removal removal) {
      this.removal = removal;
    }
  }

  /**
   * @param now when the log was read
   */
  RemovedLeaves(List<Removal> removals, Instant now, Consumer<Finding> findings) {
    this.findings = findings;
    for (Removal removal : removals) {
      if (removal.month().isEmpty()) {
        report(removal, "retention removes months as a whole, not this");
      } else if (!removal.isOldAt(now)) {
        report(removal, "what it removes is younger than any retention");
      } else if (accounts.putIfAbsent(removal.first(), new Account(removal)) != null) {
        report(removal, "another one is of the same month");
      } else {
        tellers.add(removal.id());
        end = removal.before().isAfter(end) ? removal.before() : end;
      }
    }
  }

  /** Whether it is said of this leaf that its record was removed; by index. */
  boolean accountFor(Leaf leaf, Hash hash, long index) {
    Account account = of(leaf.recorded());
    if (account == null) {
      return false;
    }
    account.digest.add(hash);
    account.last = index;
    count++;
    if (tellers.contains(leaf.id())) {
      goneTellers.add(leaf.id());
    }
    return true;
  }

  /** The record of a leaf is there. */
  void present(Instant recorded) {
    Account account = of(recorded);
    if (account != null) {
      account.kept++;
    }
  }

  private @Nullable Account of(Instant recorded) {
    if (!recorded.isBefore(end)) {
      return null;
    }
    Map.Entry<Instant, Account> entry = accounts.floorEntry(recorded);
    return entry != null && recorded.isBefore(entry.getValue().removal.before())
        ? entry.getValue()
        : null;
  }

  /** A record, sealed or waiting for it, tells of removals. */
  void told(RemovalRecord record) {
    records.add(record);
  }

  long count() {
    return count;
  }

  /** All leaves were accounted for, and all records were told of. */
  void check() {
    for (Account account : accounts.values()) {
      Removal removal = account.removal;
      long leaves = account.digest.count();
      if (leaves != removal.leaves() || !account.digest.hash().equals(removal.digest())) {
        report(
            removal,
            "it tells that %d records were removed; gone are %d, or others"
                .formatted(removal.leaves(), leaves));
      } else if (account.kept > 0) {
        report(
            removal,
            "it tells that a month was removed, of which %d records are there"
                .formatted(account.kept));
      }
      if (records.stream().noneMatch(it -> tells(it, account))) {
        report(removal, "no record tells of this removal");
      }
    }
  }

  private boolean tells(RemovalRecord record, Account account) {
    UUID id = account.removal.id();
    return record.tells(account.removal, account.last)
        && (id.equals(record.id()) || goneTellers.contains(id));
  }

  private void report(Removal removal, String text) {
    findings.accept(new Finding(Kind.REMOVAL, null, removal.id(), text));
  }
}
