package org.andiron.consent.explanation;

import java.time.Instant;
import java.util.Set;
import org.andiron.consent.decision.Channel;
import org.andiron.consent.rule.ConsentAction;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.term.Code;
import org.jspecify.annotations.Nullable;

/**
 * Who wants to do what with which part of a patient's record.
 *
 * @param patient id of the Patient
 * @param actors the resources that are the one who asks: a person, an app, or both
 * @param roles names of roles on this server
 * @param purpose null if it is not known
 * @param asked the resource or all of a type
 */
record AccessQuestion(
    String patient,
    Set<ResourceRef> actors,
    Set<String> roles,
    @Nullable Code purpose,
    Set<ConsentAction> actions,
    Channel channel,
    Instant time,
    Asked asked) {

  AccessQuestion {
    actors = Set.copyOf(actors);
    roles = Set.copyOf(roles);
    actions = Set.copyOf(actions);
  }

  /** Of what it is asked. */
  sealed interface Asked {

    /** One resource. */
    record Single(ResourceRef resource) implements Asked {}

    /** All of a type, of which some are listed. */
    record OfType(String type, int offset, int count) implements Asked {}
  }
}
