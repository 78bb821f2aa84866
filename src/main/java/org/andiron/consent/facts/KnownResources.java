package org.andiron.consent.facts;

import java.util.Optional;
import java.util.Set;
import org.andiron.consent.rule.BusinessIdentifier;
import org.andiron.consent.rule.ResourceRef;

/**
 * What is known of resources that others refer to. A consent may name an author, an encounter or
 * its patient by identifier where the data have the id, and the other way round.
 */
public interface KnownResources {

  /** Nothing is known: what is named in one way counts in that way alone. */
  KnownResources NONE =
      new KnownResources() {
        @Override
        public Set<BusinessIdentifier> identifiersOf(ResourceRef resource) {
          return Set.of();
        }

        @Override
        public Set<ResourceRef> identifiedBy(BusinessIdentifier identifier) {
          return Set.of();
        }

        @Override
        public Optional<ResourceRef> practitionerOf(ResourceRef practitionerRole) {
          return Optional.empty();
        }
      };

  /** Its own identifiers. */
  Set<BusinessIdentifier> identifiersOf(ResourceRef resource);

  /** Those that have the identifier. */
  Set<ResourceRef> identifiedBy(BusinessIdentifier identifier);

  /** Who has the role, whether or not it is in force. */
  Optional<ResourceRef> practitionerOf(ResourceRef practitionerRole);
}
