package org.andiron.storage.packages;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds what a package builds on and the server does not have. Packages are looked for among those
 * given only.
 */
final class PackageDependencies {

  /** HAPI brings the definitions of FHIR R4 itself. */
  private static final Set<String> BUILT_IN = Set.of("hl7.fhir.core", "hl7.fhir.r4.core");

  private PackageDependencies() {}

  /**
   * The missing dependencies, as {@code name#version}.
   *
   * @param present all packages there are, as {@code name#version}
   */
  static List<String> missing(FhirPackage fhirPackage, Set<String> present) {
    return fhirPackage.dependencies().entrySet().stream()
        .filter(it -> !BUILT_IN.contains(it.getKey()))
        .filter(it -> present.stream().noneMatch(id -> matches(it, id)))
        .map(it -> it.getKey() + "#" + it.getValue())
        .sorted()
        .toList();
  }

  /**
   * {@code 4.0.x} means any patch version; {@code current}, {@code dev} and {@code latest} any
   * version.
   */
  private static boolean matches(Map.Entry<String, String> dependency, String id) {
    String version = dependency.getValue();
    if (version.endsWith(".x")) {
      return id.startsWith(dependency.getKey() + "#" + version.substring(0, version.length() - 1));
    }
    boolean any = Set.of("current", "dev", "latest").contains(version);
    return any
        ? id.startsWith(dependency.getKey() + "#")
        : id.equals(dependency.getKey() + "#" + version);
  }
}
