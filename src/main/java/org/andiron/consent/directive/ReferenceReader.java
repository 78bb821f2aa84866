package org.andiron.consent.directive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.andiron.consent.rule.BusinessIdentifier;
import org.andiron.consent.rule.ConsentReference;
import org.andiron.consent.rule.ResourceRef;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/** Reads what a Consent refers to. */
final class ReferenceReader {

  private static final Pattern ABSOLUTE = Pattern.compile("https?://.*");

  private final Consent consent;
  private final KnownReferences known;

  ReferenceReader(Consent consent, KnownReferences known) {
    this.consent = consent;
    this.known = known;
  }

  /** The resource of this server that a literal reference names, whether or not it exists. */
  Optional<ResourceRef> local(Reference reference) {
    String text = reference.getReference();
    if (text == null) {
      return Optional.empty();
    }
    Optional<String> relative =
        ABSOLUTE.matcher(text).matches() ? known.relative(text) : Optional.of(text);
    return relative.flatMap(ResourceRef::ofRelative);
  }

  boolean exists(ResourceRef resource) {
    return known.exists(resource);
  }

  /**
   * All ways in which the reference names something that is known here; one that is {@link
   * ConsentReference.Unresolvable} if there is none.
   */
  List<ConsentReference> all(Reference reference) {
    List<ConsentReference.Logical> logical =
        logical(reference).stream().filter(it -> known.exists(it.identifier())).toList();
    return all(reference, local(reference).filter(known::exists), logical);
  }

  /** As {@link #all}, but a resource that does not exist is one that no data are related to. */
  List<ConsentReference> allOfData(Reference reference) {
    return all(reference, local(reference), logical(reference));
  }

  private static List<ConsentReference> all(
      Reference reference, Optional<ResourceRef> local, List<ConsentReference.Logical> logical) {
    List<ConsentReference> all = new ArrayList<>();
    local.map(ConsentReference.Local::new).ifPresent(all::add);
    all.addAll(logical);
    if (all.isEmpty()) {
      String text = reference.getReference();
      all.add(new ConsentReference.Unresolvable(text == null ? "" : text));
    }
    return all;
  }

  private List<ConsentReference.Logical> logical(Reference reference) {
    String type = reference.hasType() ? reference.getType() : null;
    return identifiers(reference).stream()
        .map(it -> new ConsentReference.Logical(it, type))
        .toList();
  }

  private List<BusinessIdentifier> identifiers(Reference reference) {
    List<BusinessIdentifier> identifiers = new ArrayList<>();
    add(reference.getIdentifier(), identifiers);
    String text = reference.getReference();
    if (text != null && text.startsWith("#")) {
      for (Resource contained : consent.getContained()) {
        if (text.equals("#" + contained.getIdPart()) || text.equals(contained.getId())) {
          ofContained(contained, identifiers);
        }
      }
    }
    return identifiers;
  }

  private static void ofContained(Resource contained, List<BusinessIdentifier> identifiers) {
    Property property = contained.getNamedProperty("identifier");
    if (property != null) {
      for (Base value : property.getValues()) {
        if (value instanceof Identifier identifier) {
          add(identifier, identifiers);
        }
      }
    }
  }

  private static void add(Identifier identifier, List<BusinessIdentifier> identifiers) {
    if (identifier.hasValue()) {
      String system = identifier.hasSystem() ? identifier.getSystem() : "";
      identifiers.add(new BusinessIdentifier(system, identifier.getValue()));
    }
  }
}
