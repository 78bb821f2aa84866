package org.andiron.consentoracle;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a decision may depend on of the resource asked for.
 *
 * @param reference type and id
 * @param patients in whose records it is
 * @param contents MIME types and formats of what it carries
 * @param codes all codings anywhere in it
 * @param labels of its meta
 * @param labelled whether the labelling service has looked at it
 * @param clinicalTime when what it tells took place
 * @param refersTo what it refers to
 * @param referredFrom what refers to it
 * @param inside what it has inside
 */
record Facts(
    String reference,
    Set<Ident> identifiers,
    Set<String> patients,
    Set<String> profiles,
    Set<Code> contents,
    Set<Code> codes,
    Set<Code> labels,
    boolean labelled,
    @Nullable Span clinicalTime,
    @Nullable Instant lastUpdated,
    Set<Link> refersTo,
    Set<Link> referredFrom,
    Set<Link> authors,
    Inside inside) {

  String type() {
    return reference.substring(0, reference.indexOf('/'));
  }

  /** The clinically relevant time, or else that of the last change; null if there is neither. */
  @Nullable Span time() {
    if (clinicalTime != null) {
      return clinicalTime;
    }
    return lastUpdated == null ? null : Span.of(lastUpdated);
  }

  Link self() {
    return new Link(reference, identifiers);
  }
}
