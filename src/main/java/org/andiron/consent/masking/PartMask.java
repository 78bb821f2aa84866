package org.andiron.consent.masking;

import ca.uhn.fhir.context.FhirContext;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.andiron.consent.enforcement.PartPaths;
import org.andiron.consent.facts.Place;
import org.andiron.consent.facts.ResourceElements;
import org.andiron.consent.facts.ResourceElements.Part;
import org.andiron.consent.term.Code;
import org.andiron.consent.term.PartLabels;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Element;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Narrative;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/**
 * Takes parts out of a resource. An element is absent for the reason {@code masked} afterwards, a
 * contained resource or an entry of a Bundle is gone, and so are references to it, what only it
 * referred to, and all narratives. What is left is valid R4.
 */
final class PartMask {

  private final ResourceElements elements;
  private final AbsentValues absent;

  PartMask(FhirContext context) {
    this.elements = new ResourceElements(context);
    this.absent = new AbsentValues(context);
  }

  /**
   * Changes the resource.
   *
   * @return whether anything was masked
   */
  boolean apply(Resource resource, PartPaths masked) {
    List<Part> parts = elements.all(resource).stream().filter(masked::include).toList();
    if (parts.isEmpty()) {
      return false;
    }
    Set<String> targetsBefore = containedTargets(resource);
    List<BundleEntryComponent> entries = entriesWithResource(resource);
    parts.forEach(it -> mask(it.place()));
    removeWithoutResource(entries, resource);
    containedThatNothingRefersTo(resource, targetsBefore);
    stripNarratives(resource);
    tag(resource.getMeta());
    return true;
  }

  private static void tag(Meta meta) {
    Code redacted = PartLabels.REDACTED;
    if (meta.getSecurity(redacted.system(), redacted.value()) == null) {
      meta.addSecurity().setSystem(redacted.system()).setCode(redacted.value());
    }
  }

  private void mask(Place place) {
    Base value = place.value();
    if (value instanceof Meta meta) {
      // The server needs its own part of it.
      meta.setProfile(null).setTag(null).setSource(null).setExtension(null).setId(null);
    } else if (value instanceof Element element && !isPlainExtension(place)) {
      place.replace(absent.of(element));
    } else {
      place.remove();
    }
  }

  /** One that changes the meaning of what has it must not go unnoticed. */
  private static boolean isPlainExtension(Place place) {
    return place.value() instanceof Extension && place.isElementOf(Base.class, "extension");
  }

  private static List<BundleEntryComponent> entriesWithResource(Resource resource) {
    return resource instanceof Bundle bundle
        ? bundle.getEntry().stream().filter(it -> it.getResource() != null).toList()
        : List.of();
  }

  /** Without one, an entry must be part of a request or of its answer. */
  private static void removeWithoutResource(List<BundleEntryComponent> entries, Resource resource) {
    for (BundleEntryComponent entry : entries) {
      if (entry.getResource() == null && !entry.hasRequest() && !entry.hasResponse()) {
        ((Bundle) resource).getEntry().removeIf(it -> it == entry);
      }
    }
  }

  /**
   * Those to which something referred that has been masked, step by step; and references to those
   * that are gone.
   */
  private void containedThatNothingRefersTo(Resource resource, Set<String> targetsBefore) {
    if (!(resource instanceof DomainResource container) || targetsBefore.isEmpty()) {
      return;
    }
    Set<String> orphans;
    do {
      maskReferencesToNothing(container);
      orphans = new HashSet<>(targetsBefore);
      orphans.removeAll(containedTargets(container));
      Set<String> noLongerNamed = orphans;
      orphans =
          container.getContained().removeIf(it -> noLongerNamed.contains(localId(it)))
              ? orphans
              : Set.of();
    } while (!orphans.isEmpty());
  }

  private void maskReferencesToNothing(DomainResource container) {
    Set<String> present = new HashSet<>();
    container.getContained().forEach(it -> present.add(localId(it)));
    for (Part part : referenceParts(container)) {
      String target = containedTarget((Reference) part.place().value());
      if (!target.isEmpty() && !present.contains(target)) {
        part.place().replace(absent.of((Reference) part.place().value()));
      }
    }
  }

  private Set<String> containedTargets(Resource resource) {
    Set<String> targets = new HashSet<>();
    if (resource instanceof DomainResource container && container.hasContained()) {
      references(container).forEach(it -> targets.add(containedTarget(it)));
      targets.remove("");
    }
    return targets;
  }

  private List<Part> referenceParts(Resource resource) {
    return elements.ofType(resource, Reference.class);
  }

  /** All references of a resource that say anything, wherever they are in it. */
  List<Reference> references(Resource resource) {
    return referenceParts(resource).stream()
        .map(it -> (Reference) it.place().value())
        .filter(it -> !it.isEmpty())
        .toList();
  }

  /** Empty if it does not name anything contained. */
  private static String containedTarget(Reference reference) {
    String literal = reference.getReference();
    return literal != null && literal.startsWith("#") ? literal.substring(1) : "";
  }

  private static String localId(Resource contained) {
    String id = contained.getIdElement().getIdPart();
    return id == null ? "" : id.startsWith("#") ? id.substring(1) : id;
  }

  /** Takes away or empties all narratives, which may say again what is masked. */
  void stripNarratives(Resource resource) {
    for (Part part : elements.ofType(resource, Narrative.class)) {
      Place place = part.place();
      // A section of a document may have nothing else.
      if (part.path().matches(".*\\bsection\\[\\d+]\\.text")) {
        place.replace(AbsentValues.narrative());
      } else {
        place.remove();
      }
    }
  }
}
