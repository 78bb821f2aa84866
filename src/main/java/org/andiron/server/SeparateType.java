package org.andiron.server;

/**
 * A type of resource that is not kept in HAPI's tables. Whoever keeps it declares a bean of this
 * type and contributes the provider that serves it; HAPI's own provider and the common search leave
 * it out.
 *
 * @param name as in {@code AuditEvent}
 */
public record SeparateType(String name) {}
