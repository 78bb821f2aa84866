package org.andiron.consent.facts;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.andiron.consent.rule.BusinessIdentifier;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Resource;

/** The identifiers that are a resource's own, not those of a group or of what it belongs to. */
final class OwnIdentifiers {

  private static final List<ElementPath> PATHS =
      List.of(
          new ElementPath("identifier"),
          new ElementPath("masterIdentifier"),
          new ElementPath("accessionIdentifier"));

  private final ModelElements model;

  OwnIdentifiers(ModelElements model) {
    this.model = model;
  }

  Set<BusinessIdentifier> of(Resource resource) {
    Set<BusinessIdentifier> identifiers = new LinkedHashSet<>();
    for (ElementPath path : PATHS) {
      for (Base value : path.values(resource, model)) {
        if (value instanceof Identifier identifier) {
          identifier(identifier).ifPresent(identifiers::add);
        }
      }
    }
    return identifiers;
  }

  /** One with a value; none without. */
  static Optional<BusinessIdentifier> identifier(Identifier identifier) {
    return identifier.hasValue()
        ? Optional.of(
            new BusinessIdentifier(
                identifier.hasSystem() ? identifier.getSystem() : "", identifier.getValue()))
        : Optional.empty();
  }
}
