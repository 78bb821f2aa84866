package org.andiron.audit.event;

import java.util.Optional;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;

/**
 * The other system: the app that asks, or that is told.
 *
 * @param id {@code client_id}; empty if it is not known, as when nobody proved who they are
 * @param name as people know it, empty if it has none
 * @param address as known of the connection
 */
public record ClientApp(Optional<String> id, String name, NetworkAddress address) {

  private static final String UNKNOWN = "unknown client";

  public ClientApp {
    id = id.map(it -> DisplayText.required(it, "client_id"));
    name = DisplayText.of(name);
  }

  /** A client of which only the connection is known. */
  public static ClientApp unknown(NetworkAddress address) {
    return new ClientApp(Optional.empty(), "", address);
  }

  Reference who() {
    Reference who = new Reference();
    id.ifPresent(it -> who.setIdentifier(new Identifier().setValue(it)));
    if (!name.isEmpty() || id.isEmpty()) {
      who.setDisplay(name.isEmpty() ? UNKNOWN : name);
    }
    return who;
  }
}
