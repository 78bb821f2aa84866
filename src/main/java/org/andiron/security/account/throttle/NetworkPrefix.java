package org.andiron.security.account.throttle;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/** What counts as one address: with IPv6, one customer has all of a /64. */
final class NetworkPrefix {

  private static final int PREFIX_BYTES = 8;

  private NetworkPrefix() {}

  /** The prefix of a numeric address; another text stands for itself. */
  static String of(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    try {
      // A literal with a colon is never looked up by name.
      InetAddress parsed = InetAddress.getByName(address);
      return parsed instanceof Inet6Address
          ? HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), PREFIX_BYTES))
          : parsed.getHostAddress();
    } catch (UnknownHostException e) {
      return address;
    }
  }
}
