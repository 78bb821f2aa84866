package org.andiron.audit.event;

import java.net.URI;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;

/**
 * This server, which does and records.
 *
 * @param base URL of its FHIR endpoint
 * @param name of the product, as people know it
 * @param site which node it is, among those that share one database
 */
public record ServerNode(URI base, String name, String site) {

  public ServerNode {
    name = DisplayText.required(name, "the server's name");
    site = DisplayText.required(site, "the server's site");
  }

  /** By its URL. */
  Reference who() {
    return new Reference()
        .setIdentifier(new Identifier().setSystem("urn:ietf:rfc:3986").setValue(base.toString()))
        .setDisplay(name);
  }

  NetworkAddress address() {
    return NetworkAddress.url(base);
  }
}
