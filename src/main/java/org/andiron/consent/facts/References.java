package org.andiron.consent.facts;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.andiron.consent.decision.ReferenceSet;
import org.andiron.consent.rule.BusinessIdentifier;
import org.andiron.consent.rule.ResourceRef;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** Collects what references of one resource name. */
final class References {

  private static final String ROLE = "PractitionerRole";

  private final Reading reading;
  private final Resource container;
  private final boolean foreign;
  private final Set<ResourceRef> resources = new LinkedHashSet<>();
  private final Set<BusinessIdentifier> identifiers = new LinkedHashSet<>();

  /**
   * What all of them need.
   *
   * @param types names of resource types
   * @param ownBases base URLs of this server, without trailing slashes
   */
  record Reading(
      OwnIdentifiers ownIdentifiers,
      Set<String> types,
      Supplier<? extends Collection<String>> ownBases,
      KnownResources known) {

    /** The resource of this server that a URL names. */
    Optional<ResourceRef> local(String url) {
      return (isAbsolute(url) ? relative(url) : Optional.of(url))
          .flatMap(ResourceRef::ofRelative)
          .filter(it -> types.contains(it.type()));
    }

    static boolean isAbsolute(String url) {
      return url.startsWith("http://") || url.startsWith("https://");
    }

    private Optional<String> relative(String url) {
      for (String base : ownBases.get()) {
        if (url.length() > base.length()
            && url.startsWith(base)
            && url.charAt(base.length()) == '/') {
          return Optional.of(url.substring(base.length() + 1));
        }
      }
      return Optional.empty();
    }
  }

  References(Reading reading, Resource container) {
    this(reading, container, false);
  }

  /**
   * @param container what has the contained resources to which references may lead
   * @param foreign whether it was copied from another server: what is relative is relative to there
   */
  References(Reading reading, Resource container, boolean foreign) {
    this.reading = reading;
    this.container = container;
    this.foreign = foreign;
  }

  /** What a reference names by itself: a resource of this server, an identifier, or both. */
  void add(Reference reference) {
    String literal = reference.getReference();
    if (literal != null) {
      addUrl(literal);
    }
    addLogical(reference);
  }

  /** As {@link #add}; of somebody contained also the identifiers, of a role also whose it is. */
  void addPerson(Reference reference) {
    add(reference);
    Resource contained = contained(reference.getReference());
    if (contained != null) {
      addIdentifiers(contained);
      if (contained instanceof PractitionerRole role && role.hasPractitioner()) {
        addPractitioner(role.getPractitioner());
      }
    }
    for (ResourceRef resource : Set.copyOf(resources)) {
      if (resource.type().equals(ROLE)) {
        reading.known().practitionerOf(resource).ifPresent(resources::add);
      }
    }
  }

  /** Of a contained role, which leads no further: there may be circles. */
  private void addPractitioner(Reference practitioner) {
    add(practitioner);
    Resource contained = contained(practitioner.getReference());
    if (contained != null) {
      addIdentifiers(contained);
    }
  }

  /** Those of a resource that is named by being contained. */
  void addIdentifiers(Resource contained) {
    identifiers.addAll(reading.ownIdentifiers().of(contained));
  }

  /** What a URL names, if it is a resource of this server. */
  void addUrl(String url) {
    if (!foreign || Reading.isAbsolute(url)) {
      reading.local(url).ifPresent(resources::add);
    }
  }

  /** A resource of this server. */
  void add(ResourceRef resource) {
    resources.add(resource);
  }

  /** The identifier that a reference has instead of a literal one, or besides. */
  void addLogical(Reference reference) {
    if (reference.hasIdentifier()) {
      Identifier identifier = reference.getIdentifier();
      OwnIdentifiers.identifier(identifier).ifPresent(identifiers::add);
    }
  }

  private @Nullable Resource contained(@Nullable String literal) {
    if (literal != null
        && literal.startsWith("#")
        && container instanceof DomainResource domain
        && domain.hasContained()) {
      for (Resource resource : domain.getContained()) {
        if (literal.equals("#" + resource.getIdPart()) || literal.equals(resource.getId())) {
          return resource;
        }
      }
    }
    return null;
  }

  /** All of them, as far as is known by id and by identifier. */
  ReferenceSet all() {
    Set<ResourceRef> byId = new LinkedHashSet<>(resources);
    Set<BusinessIdentifier> byIdentifier = new LinkedHashSet<>(identifiers);
    identifiers.forEach(it -> byId.addAll(reading.known().identifiedBy(it)));
    resources.forEach(it -> byIdentifier.addAll(reading.known().identifiersOf(it)));
    return new ReferenceSet(byId, byIdentifier);
  }
}
