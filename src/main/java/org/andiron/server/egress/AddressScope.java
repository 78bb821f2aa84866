package org.andiron.server.egress;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * How far an IP address reaches, after the special-purpose registries of IANA (<a
 * href="https://www.rfc-editor.org/rfc/rfc6890">RFC 6890</a>).
 */
enum AddressScope {
  /** Reachable from the whole internet. */
  PUBLIC,
  /** Networks of an organisation: RFC 1918, shared carrier space, unique-local IPv6. */
  PRIVATE,
  /** This host, this link, many hosts, or no host: never the address of a partner system. */
  SPECIAL;

  private static final List<AddressRange> PRIVATE_RANGES =
      ranges("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7");

  private static final List<AddressRange> SPECIAL_RANGES =
      ranges(
          "0.0.0.0/8",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.88.99.0/24",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/4",
          "240.0.0.0/4",
          "2001::/23",
          "2001:db8::/32",
          "3fff::/20");

  private static final AddressRange GLOBAL_UNICAST = AddressRange.parse("2000::/3");
  private static final AddressRange NAT64 = AddressRange.parse("64:ff9b::/96");
  private static final AddressRange SIX_TO_FOUR = AddressRange.parse("2002::/16");
  private static final List<AddressRange> IPV4_IN_LAST_BYTES =
      List.of(NAT64, AddressRange.parse("::/96"));

  private static List<AddressRange> ranges(String... texts) {
    return Stream.of(texts).map(AddressRange::parse).toList();
  }

  /** The scope of an address; an IPv6 address that carries an IPv4 one has the scope of that. */
  static AddressScope of(InetAddress address) {
    if (contains(PRIVATE_RANGES, address)) {
      return PRIVATE;
    }
    if (contains(SPECIAL_RANGES, address)) {
      return SPECIAL;
    }
    if (!(address instanceof Inet6Address)) {
      return PUBLIC;
    }
    byte[] bytes = address.getAddress();
    if (address.isAnyLocalAddress() || address.isLoopbackAddress()) {
      return SPECIAL;
    }
    if (contains(IPV4_IN_LAST_BYTES, address) || isIpv4Mapped(bytes)) {
      return of(ipv4(bytes, 12));
    }
    if (SIX_TO_FOUR.contains(address)) {
      return of(ipv4(bytes, 2));
    }
    return GLOBAL_UNICAST.contains(address) ? PUBLIC : SPECIAL;
  }

  // AddressRange cannot say ::ffff:0:0/96: InetAddress turns that text into an IPv4 address
  private static boolean isIpv4Mapped(byte[] bytes) {
    for (int i = 0; i < 10; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return bytes[10] == (byte) 0xFF && bytes[11] == (byte) 0xFF;
  }

  private static InetAddress ipv4(byte[] bytes, int offset) {
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(bytes, offset, offset + 4));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  private static boolean contains(List<AddressRange> ranges, InetAddress address) {
    return ranges.stream().anyMatch(range -> range.contains(address));
  }
}
