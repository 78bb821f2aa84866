package org.andiron.risk.model;

/**
 * People for whom the model is not made.
 *
 * @param input that tells them
 * @param when its value for them
 */
public record Exclusion(String input, FeatureValue when, LocalText because) {}
