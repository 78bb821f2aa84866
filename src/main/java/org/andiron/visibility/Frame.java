package org.andiron.visibility;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What exists for a part of a transaction.
 *
 * @param visible what exists for the request; null for everything
 * @param inForce what the database is told: more, if references are to be resolved
 * @param linkable in what Binaries must exist to which links are stored
 * @param reader for whom it is done
 */
record Frame(
    @Nullable Restriction visible,
    @Nullable Restriction inForce,
    @Nullable Restriction linkable,
    Optional<Reader> reader) {

  /** Of what the server does by itself. */
  static final Frame OWNER = of(null);

  /** Of a part that is done for nobody, and in which no more exists than may be shown. */
  static Frame of(@Nullable Restriction visible) {
    return of(visible, Optional.empty());
  }

  /** Of a part in which no more exists than may be shown. */
  static Frame of(@Nullable Restriction visible, Optional<Reader> reader) {
    return new Frame(visible, visible, visible, reader);
  }

  /** The same without what exists for references only. */
  Frame asSeen() {
    return new Frame(visible, visible, linkable, reader);
  }

  /** The same without what references may lead to although it is withheld. */
  Frame byCriteria() {
    return visible == null || visible.equals(inForce)
        ? this
        : new Frame(visible, visible.ofCriteria(), linkable, reader);
  }

  /** The same without regard to rights: all exists but what is withheld. */
  Frame beyondRights() {
    return of(visible == null ? null : visible.withoutRights(), reader);
  }
}
