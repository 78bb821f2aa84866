package org.andiron.storage.config;

import java.util.List;

/**
 * A part of {@code fhir-config} that brings resources. What an earlier source brings, a later one
 * cannot replace.
 */
public interface DefinitionSource {

  /** A digest of everything this source reads; equal digests mean equal definitions. */
  String fingerprint();

  /**
   * All definitions of this source, checked.
   *
   * @throws ConfigurationFileException if a file cannot be used
   */
  List<Definition> definitions();

  /** Called in a transaction after all definitions were stored. */
  void recordApplied();
}
