package org.andiron.storage.packages;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A FHIR package in memory.
 *
 * @param file the archive below {@code fhir-config}
 * @param name such as {@code hl7.fhir.us.core}
 * @param version such as {@code 6.1.0}
 * @param canonical base of the canonical URLs of its content, or null
 * @param title for people, or null
 * @param dependencies names and versions of the packages it builds on
 * @param entries the JSON files of its folder {@code package}
 * @see <a href="https://hl7.org/fhir/packages.html">FHIR packages</a>
 */
record FhirPackage(
    String file,
    String name,
    String version,
    @Nullable String canonical,
    @Nullable String title,
    Map<String, String> dependencies,
    List<Entry> entries) {

  FhirPackage {
    dependencies = Map.copyOf(dependencies);
    entries = List.copyOf(entries);
  }

  /** One file of the package. */
  record Entry(String name, byte[] content) {}

  /** {@code name#version}. */
  String id() {
    return name + "#" + version;
  }
}
