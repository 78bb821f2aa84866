package org.andiron.consentoracle;

import java.util.Set;

/**
 * What the caller does, and which actions of a consent that is.
 *
 * @see <a href="https://hl7.org/fhir/R4/valueset-consent-action.html">consent-action</a>
 */
enum Interaction {
  READ("access", "disclose"),
  SEARCH("access", "disclose"),
  EXPORT("access", "disclose"),
  CREATE("collect"),
  UPDATE("collect", "correct"),
  DELETE("collect", "correct"),
  RISK("use");

  private final Set<String> actions;

  Interaction(String... actions) {
    this.actions = Set.of(actions);
  }

  Set<String> actions() {
    return actions;
  }
}
