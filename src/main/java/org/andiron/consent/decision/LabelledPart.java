package org.andiron.consent.decision;

/**
 * A part of a resource with labels of its own.
 *
 * @param path its FHIRPath
 */
public record LabelledPart(String path, SecurityLabels labels) {}
