package org.andiron.consent.rule;

/** Data by its relation to a resource. */
public record DataReference(DataMeaning meaning, ConsentReference reference) {}
