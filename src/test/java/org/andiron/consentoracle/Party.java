package org.andiron.consentoracle;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody or something that a consent can name as actor.
 *
 * @param reference type and id
 * @param partOf of an organization: the one it is part of
 * @param practitioner of a role: whose it is
 */
record Party(
    String reference,
    Set<Ident> identifiers,
    @Nullable String partOf,
    @Nullable String practitioner) {

  static Party of(String reference, Ident... identifiers) {
    return new Party(reference, Set.of(identifiers), null, null);
  }
}
