package org.andiron.consent.rule;

/** What a consent refers to. */
public sealed interface ConsentReference {

  /** A resource of this server. */
  record Local(ResourceRef target) implements ConsentReference {}

  /** Whoever or whatever has an identifier. */
  record Logical(BusinessIdentifier identifier) implements ConsentReference {}

  /**
   * Something of which nobody can say whether it is the one at hand. In a rule that denies it could
   * be anybody; in one that permits it is nobody.
   *
   * @param text as the consent has it
   */
  record Unresolvable(String text) implements ConsentReference {}
}
