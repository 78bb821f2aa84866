package org.andiron.consent.decision;

import java.time.Instant;
import java.util.Set;
import org.andiron.consent.rule.ConsentAction;
import org.andiron.consent.term.Code;
import org.jspecify.annotations.Nullable;

/**
 * Who wants to do what, what for, and when.
 *
 * @param purpose null if it is not known: then each rule that denies for some purpose applies, and
 *     none that permits for some
 * @param actions what is done; a rule about one of them applies
 * @param breakGlass null if the caller has not broken the glass
 */
public record ConsentRequest(
    Requester requester,
    @Nullable Code purpose,
    Set<ConsentAction> actions,
    Channel channel,
    Instant time,
    @Nullable BreakGlass breakGlass) {

  public ConsentRequest {
    actions = Set.copyOf(actions);
  }
}
