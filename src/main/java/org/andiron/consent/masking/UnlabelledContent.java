package org.andiron.consent.masking;

import ca.uhn.fhir.context.FhirContext;
import java.util.List;
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
 * they say. References stay: by them it is part of a patient's record.
 */
final class UnlabelledContent implements SearchableContent {

  private final ResourceElements elements;
  private final PartMask mask;

  UnlabelledContent(FhirContext context) {
    this.elements = new ResourceElements(context);
    this.mask = new PartMask(context);
  }

  @Override
  public IBaseResource of(IBaseResource stored) {
    if (!(stored instanceof Resource resource)
        || SharedTypes.ALL.contains(resource.fhirType())
        || elements.labelled(resource).isEmpty()) {
      return stored;
    }
    Resource copy = resource.copy();
    List<Part> labelled = elements.labelled(copy);
    List<Part> all = elements.all(copy);
    for (Part part : all) {
      if (labelled.stream().anyMatch(it -> isWithin(part, it))) {
        leaveOut(part.place());
      }
    }
    mask.stripNarratives(copy);
    return copy;
  }

  private static boolean isWithin(Part part, Part outer) {
    return part.path().equals(outer.path()) || part.path().startsWith(outer.path() + '.');
  }

  private static void leaveOut(Place place) {
    Base value = place.value();
    if (value instanceof PrimitiveType<?>) {
      if (!place.isElementOf(Reference.class, "reference")) {
        place.remove();
      }
    } else if (place.isElementOf(DomainResource.class, "contained")) {
      place.remove();
    } else if (value instanceof Element element) {
      element.setId(null);
    }
  }
}
