package org.andiron.risk.cds;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.andiron.risk.InstalledModel;
import org.andiron.risk.operation.StoredAnswers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that the model cards to which cards of CDS Hooks link are there to be read. */
final class KeptCards {

  private static final Logger LOG = LoggerFactory.getLogger(KeptCards.class);

  private final StoredAnswers stored;

  /** Digests of the packages whose cards are stored. */
  private final Set<String> kept = ConcurrentHashMap.newKeySet();

  KeptCards(StoredAnswers stored) {
    this.stored = stored;
  }

  /** Stores the card of a model, unless it is there. If that fails, the next call tries again. */
  void keep(InstalledModel model) {
    String digest = model.content().digest();
    if (!kept.contains(digest)) {
      try {
        store(model);
        kept.add(digest);
      } catch (RuntimeException e) {
        LOG.warn("The card of the risk model {} was not stored: {}", model.id(), e.getMessage());
      }
    }
  }

  /** One at a time, because two calls would store the same. */
  private synchronized void store(InstalledModel model) {
    stored.keep(model);
  }
}
