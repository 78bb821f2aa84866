package org.andiron.consent.proof;

final class ProofSettings {
  static String policy() {
    return System.getProperty("andiron.proof.policy", "Policy-all-normal");
  }
}
