package org.andiron.consent.rule;

import org.jspecify.annotations.Nullable;

/** What a consent refers to. */
public sealed interface ConsentReference {

  /** A resource of this server. */
  record Local(ResourceRef target) implements ConsentReference {}

  /**
   * Whoever or whatever has an identifier.
   *
   * @param type its resource type, null if the consent does not say
   */
  record Logical(BusinessIdentifier identifier, @Nullable String type) implements ConsentReference {

    /** Of a type that the consent does not say. */
    public Logical(BusinessIdentifier identifier) {
      this(identifier, null);
    }
  }

  /**
   * Something of which nobody can say whether it is the one at hand. In a rule that denies it could
   * be anybody; in one that permits it is nobody.
   *
   * @param text as the consent has it
   */
  record Unresolvable(String text) implements ConsentReference {}
}
