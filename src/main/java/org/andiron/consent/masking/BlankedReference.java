package org.andiron.consent.masking;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/**
 * The place of a reference of which nothing is left when what it tells is taken away, because it
 * has an identifier alone. Its element id says the place, so that an update gives it back.
 *
 * @param version of the resource that has it
 * @param position among the references of the resource
 */
record BlankedReference(String version, int position) {

  private static final Pattern FORM = Pattern.compile("withheld-([A-Za-z0-9]{1,20})-(\\d{1,6})");

  /** Whether a reference says more than the id. */
  static boolean tellsMore(Reference reference) {
    return reference.hasDisplayElement() || reference.hasIdentifier() || reference.hasExtension();
  }

  /**
   * Takes away what a reference says beside the id.
   *
   * @param resource that has it
   * @param position among the references of the resource
   */
  static void blank(Reference reference, Resource resource, int position) {
    reference.setDisplay(null);
    reference.setIdentifier(null);
    reference.getExtension().clear();
    if (!reference.hasReference()) {
      reference.setId("withheld-" + version(resource) + "-" + position);
      reference.addExtension(AbsentValues.REASON, new CodeType(AbsentValues.MASKED));
    }
  }

  /** Has a reference say what another says. */
  static void tell(Reference reference, Reference other) {
    reference.setDisplay(other.getDisplay());
    reference.setIdentifier(other.hasIdentifier() ? other.getIdentifier() : null);
    reference.setExtension(other.getExtension());
  }

  /** What a reference stands for, if it is what is left of another. */
  static Optional<BlankedReference> of(Reference reference) {
    if (!reference.hasId() || reference.hasReference() || reference.hasIdentifier()) {
      return Optional.empty();
    }
    Matcher form = FORM.matcher(reference.getId());
    return form.matches()
        ? Optional.of(new BlankedReference(form.group(1), Integer.parseInt(form.group(2))))
        : Optional.empty();
  }

  /** The reference for which it stands in a resource, which may be another version of it. */
  Optional<Reference> in(Resource resource, List<Reference> references) {
    return version.equals(version(resource)) && position < references.size()
        ? Optional.of(references.get(position))
            .filter(it -> !it.hasReference() && it.hasIdentifier())
        : Optional.empty();
  }

  /** What is not stored has none, and is no version of anything. */
  private static String version(Resource resource) {
    return resource.getMeta().hasVersionId() ? resource.getMeta().getVersionId() : "none";
  }
}
