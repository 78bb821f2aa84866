package org.andiron.consent.rule;

import java.util.Locale;
import org.andiron.consent.term.Code;

/** A class of content, as {@code provision.class} names it. */
public sealed interface ContentClass {

  /** Resources of a type. */
  record OfType(String type) implements ContentClass {}

  /** Resources that claim a profile in {@code meta.profile}, whatever its version. */
  record WithProfile(String url) implements ContentClass {
    public WithProfile {
      int version = url.indexOf('|');
      url = version < 0 ? url : url.substring(0, version);
    }
  }

  /** Content of a media type. Its parameters do not count, nor does case. */
  record OfMediaType(String mediaType) implements ContentClass {
    public OfMediaType {
      int parameters = mediaType.indexOf(';');
      mediaType =
          (parameters < 0 ? mediaType : mediaType.substring(0, parameters))
              .strip()
              .toLowerCase(Locale.ROOT);
    }
  }

  /** Documents in a format, as {@code DocumentReference.content.format} names it. */
  record InFormat(Code format) implements ContentClass {}
}
