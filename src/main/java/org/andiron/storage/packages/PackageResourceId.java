package org.andiron.storage.packages;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.andiron.storage.config.Digest;
import org.hl7.fhir.r4.model.MetadataResource;

/**
 * The id under which a definition of a package is stored: its id in the package and its business
 * version, so that several versions stand side by side and each keeps its id whatever packages come
 * and go.
 */
final class PackageResourceId {

  private static final int LONGEST = 64;
  private static final int DIGITS = 8;

  private PackageResourceId() {}

  /**
   * The id for a definition.
   *
   * @param keyById the ids given so far, with the definition each was given to; is added to
   */
  static String of(MetadataResource resource, Map<String, String> keyById) {
    String key = resource.fhirType() + " " + resource.getUrl() + "|" + resource.getVersion();
    String id = plain(resource);
    if (id.length() > LONGEST || !free(resource, id, key, keyById)) {
      String digest = Digest.of(key.getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS);
      id = id.substring(0, Math.min(id.length(), LONGEST - DIGITS - 1)) + "-" + digest;
      keyById.put(resource.fhirType() + "/" + id, key);
    }
    return id;
  }

  private static boolean free(
      MetadataResource resource, String id, String key, Map<String, String> keyById) {
    return key.equals(keyById.merge(resource.fhirType() + "/" + id, key, (given, asking) -> given));
  }

  private static String plain(MetadataResource resource) {
    String name =
        resource.getIdElement().hasIdPart()
            ? resource.getIdElement().getIdPart()
            : resource.getUrl().replaceAll("/+$", "").replaceAll(".*/", "");
    String id =
        resource.getVersion() == null || resource.getVersion().isBlank()
            ? name
            : name + "-" + resource.getVersion();
    return id.replaceAll("[^A-Za-z0-9.-]", "-");
  }
}
