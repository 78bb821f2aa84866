package org.andiron.consent.proof;

/**
 * How large the proof is: system properties {@code andiron.proof.*}, which the profile {@code
 * proof} of the build sets.
 *
 * @param policy the implicit policy, by the end of its URI
 * @param seed of worlds and requests
 * @param patients in a world
 * @param requests of all kinds, made in each world by all callers together
 * @param secrets for each attack
 * @param pairs of requests whose times are compared
 * @param all whether all callers, all points of enforcement and time are looked at
 */
record ProofSettings(
    String policy, long seed, int patients, int requests, int secrets, int pairs, boolean all) {

  /** Systems; privacy officers; staff and patients. */
  private static final int GROUPS = 3;

  static ProofSettings get() {
    return new ProofSettings(
        System.getProperty("andiron.proof.policy", "Policy-all-normal"),
        Long.getLong("andiron.proof.seed", 20261129),
        Integer.getInteger("andiron.proof.patients", 26),
        Integer.getInteger("andiron.proof.requests", 2000),
        Integer.getInteger("andiron.proof.secrets", 24),
        Integer.getInteger("andiron.proof.pairs", 1000),
        Boolean.getBoolean("andiron.proof.all"));
  }

  /** Those that each group of callers makes in each world. */
  int requestsOfGroup() {
    return all ? requests / GROUPS : requests;
  }

  /** Whether what no consent is about is permitted. */
  boolean permissive() {
    return policy.equals("Policy-all-normal");
  }
}
