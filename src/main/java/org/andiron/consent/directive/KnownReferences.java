package org.andiron.consent.directive;

import java.util.Optional;
import org.andiron.consent.rule.ResourceRef;

/** What references in a Consent stand for on this server. */
public interface KnownReferences {

  /** Whether there is such a resource. */
  boolean exists(ResourceRef resource);

  /** {@code Type/id} without version if an absolute URL is one of this server's. */
  Optional<String> relative(String absoluteUrl);
}
