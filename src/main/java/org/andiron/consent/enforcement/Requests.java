package org.andiron.consent.enforcement;

import java.time.Instant;
import java.util.Set;
import org.andiron.consent.decision.ConsentRequest;
import org.andiron.consent.requester.Requesters;
import org.andiron.consent.rule.ConsentAction;

/** What consents are asked for parties. */
final class Requests {

  /** What reading is: data are accessed, and leave. */
  private static final Set<ConsentAction> READING =
      Set.of(ConsentAction.ACCESS, ConsentAction.DISCLOSE);

  private final Requesters requesters;

  Requests(Requesters requesters) {
    this.requesters = requesters;
  }

  ConsentRequest toRead(RequestingParty party, Epochs epochs, Instant now) {
    return of(party, READING, epochs, now);
  }

  ConsentRequest to(ConsentAction action, RequestingParty party, Epochs epochs, Instant now) {
    return of(party, Set.of(action), epochs, now);
  }

  private ConsentRequest of(
      RequestingParty party, Set<ConsentAction> actions, Epochs epochs, Instant now) {
    return new ConsentRequest(
        requesters.of(party.resources(), party.roles(), epochs.requester()),
        party.purposeCode(),
        actions,
        party.channel(),
        now,
        null);
  }
}
