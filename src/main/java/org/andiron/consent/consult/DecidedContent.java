package org.andiron.consent.consult;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.andiron.consent.consult.ConsultDecision.Outcome;
import org.andiron.consent.decision.ConsentDecision;

/**
 * What was decided of each entry of the content that was sent.
 *
 * @param entries for each the decision on each purpose; all of them must permit it
 */
record DecidedContent(List<List<ConsentDecision>> entries) {

  DecidedContent {
    entries = List.copyOf(entries);
  }

  /** Places of those that may not be given away. Parts are not masked: the whole is left out. */
  Set<Integer> denied() {
    Set<Integer> denied = new HashSet<>();
    for (int i = 0; i < entries.size(); i++) {
      if (!permitted(entries.get(i))) {
        denied.add(i);
      }
    }
    return denied;
  }

  private static boolean permitted(List<ConsentDecision> decisions) {
    return decisions.stream().allMatch(ConsentDecision.Permit.class::isInstance);
  }

  /**
   * The answer. Where consents say nothing of data that nobody has named, they may do of these: it
   * is permitted as far as something of them is.
   *
   * @param probed what consents say of data that nobody has named
   */
  ConsultDecision decision(ConsultDecision probed) {
    if (probed.outcome() != Outcome.NO_CONSENT) {
      return probed;
    }
    Optional<ConsentDecision> denial =
        entries.stream()
            .flatMap(List::stream)
            .filter(it -> !it.permits())
            .filter(ConsultDecision::isDecidedByConsent)
            .findFirst();
    return denial
        .or(
            () ->
                entries.stream()
                    .flatMap(List::stream)
                    .filter(ConsultDecision::isDecidedByConsent)
                    .findFirst())
        .map(
            it ->
                new ConsultDecision(
                    entries.stream().anyMatch(DecidedContent::permitted)
                        ? Outcome.CONSENT_PERMIT
                        : Outcome.CONSENT_DENY,
                    ConsultDecision.basedOn(it),
                    Set.of(),
                    Set.of()))
        .orElse(probed);
  }
}
