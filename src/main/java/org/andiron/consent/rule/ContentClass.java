package org.andiron.consent.rule;

import org.andiron.consent.term.Code;

/** A class of content, as {@code provision.class} names it. */
public sealed interface ContentClass {

  /** Resources of a type. */
  record OfType(String type) implements ContentClass {}

  /** Resources that claim a profile in {@code meta.profile}. */
  record WithProfile(String url) implements ContentClass {}

  /** Content of a media type, without its parameters. */
  record OfMediaType(String mediaType) implements ContentClass {}

  /** Documents in a format, as {@code DocumentReference.content.format} names it. */
  record InFormat(Code format) implements ContentClass {}
}
