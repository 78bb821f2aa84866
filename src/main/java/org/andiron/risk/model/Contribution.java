package org.andiron.risk.model;

/** What an input adds to the predictor, compared with the reference. */
public record Contribution(String input, double value) {}
