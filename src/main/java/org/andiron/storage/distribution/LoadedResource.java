package org.andiron.storage.distribution;

import java.util.Locale;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.CodeSystem.CodeSystemContentMode;
import org.hl7.fhir.r4.model.CodeSystem.CodeSystemHierarchyMeaning;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;

/** The CodeSystem by which clients see that a code system is loaded; it has no concepts itself. */
record LoadedResource(int system, String url, String version, String name, int concepts) {

  /** Where the resource comes from, in {@code meta.source}. */
  static final String SOURCE = "urn:andiron:fhir-config:terminology";

  private static final int LONGEST_ID = 64;

  /** Its logical id, which is the same wherever this version is loaded. */
  String id() {
    String slug =
        (name + "-" + version.replaceAll(".*/sct/", "").replace("/version/", "-"))
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9.-]+", "-");
    return slug.substring(0, Math.min(slug.length(), LONGEST_ID));
  }

  CodeSystem resource() {
    CodeSystem resource = new CodeSystem();
    resource.setId(id());
    resource.getMeta().setSource(SOURCE);
    resource.setUrl(url).setVersion(version).setName(name.replaceAll("[^A-Za-z0-9]+", "_"));
    resource.setTitle(name).setStatus(PublicationStatus.ACTIVE).setCount(concepts);
    resource.setContent(CodeSystemContentMode.NOTPRESENT);
    resource.setHierarchyMeaning(CodeSystemHierarchyMeaning.ISA);
    return resource;
  }
}
