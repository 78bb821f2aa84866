package org.andiron.ops.admission;

import jakarta.servlet.http.HttpServletRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Takes the remote address for the caller; of an IPv6 address the first 64 bits, because one host
 * may use all addresses below them.
 */
final class RemoteNetwork implements CallerKey {

  private static final int NETWORK_BYTES = 8;

  @Override
  public String of(HttpServletRequest request) {
    String address = request.getRemoteAddr();
    if (address == null || address.indexOf(':') < 0) {
      return String.valueOf(address);
    }
    try {
      // A literal with a colon is never looked up by name.
      InetAddress parsed = InetAddress.getByName(address);
      return parsed instanceof Inet6Address
          ? HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), NETWORK_BYTES))
          : parsed.getHostAddress();
    } catch (UnknownHostException e) {
      return address;
    }
  }
}
