package org.andiron.consent.masking;

import ca.uhn.fhir.context.FhirContext;
import java.util.Set;
import java.util.stream.Collectors;
import org.andiron.consent.facts.Place;
import org.andiron.consent.facts.ResourceElements;
import org.andiron.consent.facts.ResourceElements.Part;
import org.andiron.storage.SearchableContent;
import org.andiron.visibility.SharedTypes;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Element;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/**
 * Has nobody find a resource by parts that have labels of their own, because finding it tells what
 * they say. References still link it: by them it is part of a patient's record.
 */
final class UnlabelledContent implements SearchableContent {

  private final ResourceElements elements;
  private final ResourceCopies copies;
  private final PartMask mask;

  UnlabelledContent(FhirContext context) {
    this.elements = new ResourceElements(context);
    this.copies = new ResourceCopies(context);
    this.mask = new PartMask(context);
  }

  @Override
  public IBaseResource of(IBaseResource stored) {
    return without(stored, false);
  }

  @Override
  public IBaseResource linked(IBaseResource stored) {
    return without(stored, true);
  }

  /** Earlier versions say so too, and what once was stored with such parts always does. */
  @Override
  public boolean mayBePartial(IBaseResource stored) {
    return stored instanceof Resource resource && ShownResources.mayHaveLabelledParts(resource);
  }

  private IBaseResource without(IBaseResource stored, boolean linked) {
    if (!(stored instanceof Resource resource)
        || SharedTypes.ALL.contains(resource.fhirType())
        || elements.labelled(resource).isEmpty()) {
      return stored;
    }
    Resource copy = copies.of(resource);
    Set<String> labelled =
        elements.labelled(copy).stream().map(Part::path).collect(Collectors.toSet());
    for (Part part : elements.all(copy)) {
      if (part.isWithinAny(labelled)) {
        leaveOut(part.place(), linked);
      }
    }
    mask.stripNarratives(copy);
    return copy;
  }

  private static void leaveOut(Place place, boolean linked) {
    Base value = place.value();
    if (value instanceof PrimitiveType<?>) {
      if (!linked || !place.isElementOf(Reference.class, "reference")) {
        place.remove();
      }
    } else if (place.isElementOf(DomainResource.class, "contained")) {
      place.remove();
    } else if (value instanceof Element element) {
      element.setId(null);
    }
  }
}
