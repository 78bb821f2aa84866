package org.andiron.audit.verification;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.andiron.audit.ledger.Hash;
import org.andiron.audit.ledger.Leaf;
import org.andiron.audit.verification.Finding.Kind;

/** Compares leaves whose records are gone with what is said to be removed. */
final class RemovedLeaves {

  private final List<Account> accounts = new ArrayList<>();
  private long count;

  private static final class Account {
    private final Removal removal;
    private final MessageDigest digest;
    private long leaves;

    Account(Removal removal) {
      this.removal = removal;
      try {
        this.digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("SHA-256 is part of every Java", e);
      }
    }
  }

  RemovedLeaves(List<Removal> removals) {
    removals.forEach(it -> accounts.add(new Account(it)));
  }

  /** Whether it is said of this leaf that its record was removed; by index. */
  boolean accountFor(Leaf leaf, Hash hash) {
    for (Account account : accounts) {
      if (account.removal.covers(leaf)) {
        account.digest.update(hash.bytes());
        account.leaves++;
        count++;
        return true;
      }
    }
    return false;
  }

  long count() {
    return count;
  }

  /** All leaves were accounted for. */
  void check(Consumer<Finding> findings) {
    for (Account account : accounts) {
      Removal removal = account.removal;
      if (account.leaves != removal.leaves()
          || !Hash.of(account.digest.digest()).equals(removal.digest())) {
        findings.accept(
            new Finding(
                Kind.REMOVAL,
                null,
                removal.id(),
                "it tells that %d records were removed; gone are %d, or others"
                    .formatted(removal.leaves(), account.leaves)));
      }
    }
  }
}
