package org.andiron.consent.facts;

import ca.uhn.fhir.context.FhirContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Element;
import org.hl7.fhir.r4.model.Resource;

/**
 * Finds elements and inner resources wherever they are in a resource. It holds no state but what it
 * has learned of the model, and may be used by many threads.
 */
public final class ResourceElements {

  private final ModelElements model;

  public ResourceElements(FhirContext context) {
    this.model = new ModelElements(context);
  }

  /**
   * A part of a resource.
   *
   * @param path its FHIRPath, as {@link org.andiron.consent.decision.LabelledPart} has it
   */
  public record Part(String path, Place place) {

    /** Whether it is, or is inside, a part with one of some paths. */
    public boolean isWithinAny(Set<String> outer) {
      for (int end = path.length(); end > 0; end = path.lastIndexOf('.', end - 1)) {
        if (outer.contains(path.substring(0, end))) {
          return true;
        }
      }
      return false;
    }
  }

  /** The parts that have labels of their own, outer ones first. */
  public List<Part> labelled(Resource resource) {
    Collector collector = new Collector(ResourceElements::isLabelled);
    ElementWalk.through(resource, model, collector);
    return collector.found;
  }

  /** Whether a part has labels of its own. */
  public static boolean isLabelled(Base part) {
    return part instanceof Resource inner
        ? !Labels.of(inner).isEmpty()
        : part instanceof Element element && !Labels.of(element).isEmpty();
  }

  /**
   * Makes of the labels that contained resources have in {@code meta} labels of parts, as which
   * they are stored: HAPI stores no {@code meta} of contained resources.
   */
  public static void keepLabelsOfContained(Resource resource) {
    if (resource instanceof DomainResource container && container.hasContained()) {
      for (Resource contained : container.getContained()) {
        if (contained instanceof DomainResource part && part.getMeta().hasSecurity()) {
          part.getMeta().getSecurity().forEach(it -> part.addExtension(Labels.INLINE, it.copy()));
          part.getMeta().setSecurity(null);
        }
      }
    }
  }

  /** All elements of a type, outer ones first. */
  public List<Part> ofType(Resource resource, Class<? extends Element> type) {
    Collector collector = new Collector(type::isInstance);
    ElementWalk.throughAll(resource, model, collector);
    return collector.found;
  }

  /** All parts, outer ones first. */
  public List<Part> all(Resource resource) {
    Collector collector = new Collector(part -> true);
    ElementWalk.throughAll(resource, model, collector);
    return collector.found;
  }

  private static final class Collector implements ElementWalk.Visitor {

    private final Predicate<Base> wanted;
    private final List<Part> found = new ArrayList<>();

    Collector(Predicate<Base> wanted) {
      this.wanted = wanted;
    }

    @Override
    public void enter(Resource inner, ElementWalk walk) {
      add(inner, walk);
    }

    @Override
    public void enter(Element element, ElementWalk walk) {
      add(element, walk);
    }

    @Override
    public void leave(Element element) {
      // All was said when it was entered.
    }

    private void add(Base part, ElementWalk walk) {
      if (wanted.test(part)) {
        found.add(new Part(walk.path(), walk.placeOf(part)));
      }
    }
  }
}
