package org.andiron.audit.verification;

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

  private record Account(Removal removal, LeafDigest digest) {}

  RemovedLeaves(List<Removal> removals) {
    removals.forEach(it -> accounts.add(new Account(it, new LeafDigest())));
  }

  /** Whether it is said of this leaf that its record was removed; by index. */
  boolean accountFor(Leaf leaf, Hash hash) {
    for (Account account : accounts) {
      if (account.removal.covers(leaf)) {
        account.digest.add(hash);
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
      long leaves = account.digest.count();
      if (leaves != removal.leaves() || !account.digest.hash().equals(removal.digest())) {
        findings.accept(
            new Finding(
                Kind.REMOVAL,
                null,
                removal.id(),
                "it tells that %d records were removed; gone are %d, or others"
                    .formatted(removal.leaves(), leaves)));
      }
    }
  }
}
