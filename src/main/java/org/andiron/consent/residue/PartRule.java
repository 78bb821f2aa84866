package org.andiron.consent.residue;

/**
 * The rule of a part of a resource that has labels of its own. Where it denies, the part is masked.
 *
 * @param path FHIRPath of the part
 */
public record PartRule(String path, AccessRule rule) {}
