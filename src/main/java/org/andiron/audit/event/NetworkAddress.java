package org.andiron.audit.event;

import java.net.URI;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentNetworkComponent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentNetworkType;

/**
 * Where somebody is on the network.
 *
 * @param value the address
 * @param type what kind of address it is
 */
public record NetworkAddress(String value, Type type) {

  /** Kinds of addresses. */
  public enum Type {
    NAME(AuditEventAgentNetworkType._1),
    IP(AuditEventAgentNetworkType._2),
    URI(AuditEventAgentNetworkType._5);

    private final AuditEventAgentNetworkType code;

    Type(AuditEventAgentNetworkType code) {
      this.code = code;
    }
  }

  public NetworkAddress {
    value = DisplayText.required(value, "an address");
  }

  /** An IP address, as of a TCP connection. */
  public static NetworkAddress ip(String value) {
    return new NetworkAddress(value, Type.IP);
  }

  /** The name of a machine. */
  public static NetworkAddress name(String value) {
    return new NetworkAddress(value, Type.NAME);
  }

  /** A URL without user, query and fragment: they may be secrets. */
  public static NetworkAddress url(URI url) {
    if (url.getHost() == null) {
      return new NetworkAddress(url.getScheme() + ":", Type.URI);
    }
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    return new NetworkAddress(
        url.getScheme() + "://" + url.getHost() + port + url.getRawPath(), Type.URI);
  }

  AuditEventAgentNetworkComponent network() {
    return new AuditEventAgentNetworkComponent().setAddress(value).setType(type.code);
  }
}
