package org.andiron.consent.rule;

/**
 * An identifier that somebody or something has besides its id.
 *
 * @param system its namespace, empty if none is stated
 * @param value never empty
 */
public record BusinessIdentifier(String system, String value) {}
