package org.andiron.consent.enforcement;

import java.time.Instant;
import java.util.Set;
import org.andiron.consent.decision.ConsentRequest;
import org.andiron.consent.decision.Requester;
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

  /** As whom consents know a party. */
  Requester requester(RequestingParty party, Epochs epochs) {
    return requesters.of(party.resources(), party.roles(), epochs.requester());
  }

  private ConsentRequest of(
      RequestingParty party, Set<ConsentAction> actions, Epochs epochs, Instant now) {
    return new ConsentRequest(
        requester(party, epochs), party.purposeCode(), actions, party.channel(), now, null);
  }
}
