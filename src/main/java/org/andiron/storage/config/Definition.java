package org.andiron.storage.config;

import java.util.List;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.MetadataResource;
import org.jspecify.annotations.Nullable;

/**
 * One resource that {@code fhir-config} wants to have in the server.
 *
 * @param file the file below {@code fhir-config}; for a package, the archive
 * @param packageId {@code name#version} of the package, or null for a single file
 * @param resource the resource as it is to be stored, with its id
 * @param url its canonical URL, without version
 * @param sha256 digest of the bytes it was read from, in hexadecimal
 * @param effective whether an unversioned reference may mean this one; for a search parameter,
 *     whether searches use it
 * @param appliesTo for a profile the resource type, for a search parameter the types it is in force
 *     for, else empty
 */
public record Definition(
    String file,
    @Nullable String packageId,
    MetadataResource resource,
    String url,
    String sha256,
    boolean effective,
    List<String> appliesTo) {

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9\\-.]{1,64}");

  public Definition {
    appliesTo = List.copyOf(appliesTo);
    if (!ID.matcher(resource.getIdElement().getIdPart()).matches()) {
      throw new IllegalArgumentException("not a FHIR id: " + resource.getIdElement().getIdPart());
    }
  }

  /** The resource type, such as {@code ValueSet}. */
  public String type() {
    return resource.fhirType();
  }

  /** The id under which it is stored. */
  public String id() {
    return resource.getIdElement().getIdPart();
  }

  /** Its business version, empty if it has none. */
  public String version() {
    return resource.getVersion() == null ? "" : resource.getVersion();
  }

  /** What identifies it among all definitions: type, canonical URL and business version. */
  public String key() {
    return type() + " " + url + "|" + version();
  }

  /** The same definition, stored but not meant by an unversioned reference. */
  Definition notEffective() {
    return new Definition(file, packageId, resource, url, sha256, false, appliesTo);
  }
}
