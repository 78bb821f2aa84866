package org.andiron.storage.packages;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A package whose definitions are in the server.
 *
 * @param name such as {@code hl7.fhir.us.core}
 * @param version such as {@code 6.1.0}
 * @param canonical base of its canonical URLs, or null
 * @param title for people, or null
 * @param implementationGuides canonical URLs with version of its ImplementationGuide resources, for
 *     {@code CapabilityStatement.implementationGuide}
 * @param profiles canonical URLs of its resource profiles by resource type, for {@code
 *     CapabilityStatement.rest.resource.supportedProfile}; with {@code |version} where a higher
 *     version is installed too
 * @param searchParameters canonical URLs of its search parameters that are in force
 */
public record InstalledPackage(
    String name,
    String version,
    @Nullable String canonical,
    @Nullable String title,
    List<String> implementationGuides,
    Map<String, List<String>> profiles,
    List<String> searchParameters) {

  public InstalledPackage {
    implementationGuides = List.copyOf(implementationGuides);
    profiles = Map.copyOf(profiles);
    searchParameters = List.copyOf(searchParameters);
  }
}
