package org.andiron.consent.directive;

import java.util.Optional;
import org.andiron.consent.rule.BusinessIdentifier;
import org.andiron.consent.rule.ResourceRef;

/** What references in a Consent stand for on this server. */
public interface KnownReferences {

  /** Whether there is such a resource. */
  boolean exists(ResourceRef resource);

  /** Whether there is somebody or something that has the identifier. */
  boolean exists(BusinessIdentifier identifier);

  /** {@code Type/id} without version if an absolute URL is one of this server's. */
  Optional<String> relative(String absoluteUrl);
}
