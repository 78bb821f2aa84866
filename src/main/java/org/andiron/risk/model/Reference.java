package org.andiron.risk.model;

import java.util.Optional;

/**
 * A publication.
 *
 * @param citation authors, title, journal, year
 * @param doi without the resolver's address
 */
public record Reference(String citation, Optional<String> doi) {}
