package org.andiron.consentoracle;

/**
 * What holds where no consent decides.
 *
 * @see <a href="https://profiles.ihe.net/ITI/PCF/volume-1.html">IHE PCF, Implicit Option</a>
 */
enum ImplicitPolicy {
  DENY("Policy-deny"),
  BREAK_GLASS_ONLY("Policy-break-glass-only"),
  BASIC_NORMAL("Policy-basic-normal"),
  ALL_NORMAL("Policy-all-normal");

  private final String name;

  ImplicitPolicy(String name) {
    this.name = name;
  }

  String uri() {
    return "https://profiles.ihe.net/ITI/PCF/" + name;
  }

  static ImplicitPolicy named(String name) {
    for (ImplicitPolicy policy : values()) {
      if (policy.name.equals(name)) {
        return policy;
      }
    }
    throw new IllegalArgumentException(name);
  }
}
