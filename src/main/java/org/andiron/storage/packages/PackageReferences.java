package org.andiron.storage.packages;

import ca.uhn.fhir.context.FhirContext;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * Makes the literal references of a definition logical. An implementation guide refers to its
 * parts, examples included, by the ids they have in the package; here examples are not stored and
 * definitions have other ids. What such a reference means is the URL of its target below the
 * package's canonical base.
 *
 * @see <a href="https://hl7.org/fhir/R4/references.html#logical">Logical references</a>
 */
final class PackageReferences {

  /** The identifier system of values that are URIs. */
  private static final String URI = "urn:ietf:rfc:3986";

  private PackageReferences() {}

  static void makeLogical(
      FhirContext fhirContext, MetadataResource resource, @Nullable String canonical) {
    fhirContext.newTerser().getAllPopulatedChildElementsOfType(resource, Reference.class).stream()
        .filter(it -> it.hasReference() && !it.getReference().startsWith("#"))
        .forEach(it -> makeLogical(it, canonical));
  }

  private static void makeLogical(Reference reference, @Nullable String canonical) {
    String target = reference.getReference();
    boolean relative = canonical != null && !target.contains(":");
    if (!reference.hasIdentifier()) {
      reference
          .getIdentifier()
          .setSystem(URI)
          .setValue(relative ? canonical + "/" + target : target);
    }
    reference.setReference(null);
  }
}
