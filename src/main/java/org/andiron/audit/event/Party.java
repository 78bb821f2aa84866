package org.andiron.audit.event;

import java.util.Optional;
import org.hl7.fhir.r4.model.Reference;

/**
 * Somebody who takes part by others.
 *
 * @param resource that stands for the party, as in {@code Organization/1}
 * @param name as people know the party, empty if it is not known
 */
public record Party(Optional<String> resource, String name) {

  /**
   * @throws IllegalArgumentException if it says nothing
   */
  public Party {
    resource.ifPresent(ResourceReference::check);
    name = DisplayText.of(name);
    if (resource.isEmpty() && name.isEmpty()) {
      throw new IllegalArgumentException("a party has a resource or a name");
    }
  }

  Reference who() {
    Reference who = new Reference();
    resource.ifPresent(who::setReference);
    if (!name.isEmpty()) {
      who.setDisplay(name);
    }
    return who;
  }
}
