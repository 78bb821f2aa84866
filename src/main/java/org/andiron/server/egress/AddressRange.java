package org.andiron.server.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * A block of IP addresses in CIDR notation ({@code 10.1.0.0/16}, {@code fd00::/8}) or a single
 * address.
 *
 * <p>See <a href="https://www.rfc-editor.org/rfc/rfc4632">RFC 4632</a>.
 */
final class AddressRange {

  private static final Pattern LITERAL =
      Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  private final byte[] prefix;
  private final int bits;

  private AddressRange(byte[] prefix, int bits) {
    this.prefix = prefix;
    this.bits = bits;
  }

  /** Whether the text is an address or a CIDR block rather than the name of a host. */
  static boolean isAddress(String text) {
    int slash = text.indexOf('/');
    return LITERAL.matcher(slash < 0 ? text : text.substring(0, slash)).matches();
  }

  /**
   * Reads a CIDR block or an address.
   *
   * @throws IllegalArgumentException when the text is neither
   */
  static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    byte[] address = literal(slash < 0 ? text : text.substring(0, slash)).getAddress();
    int bits = address.length * 8;
    if (slash >= 0) {
      String length = text.substring(slash + 1);
      if (!length.matches("[0-9]{1,3}") || Integer.parseInt(length) > bits) {
        throw new IllegalArgumentException("not a CIDR block: " + text);
      }
      bits = Integer.parseInt(length);
    }
    return new AddressRange(address, bits);
  }

  private static InetAddress literal(String text) {
    if (!LITERAL.matcher(text).matches()) {
      throw new IllegalArgumentException("not an IP address: " + text);
    }
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not an IP address: " + text, e);
    }
  }

  /** Whether the address lies in this block. An address of the other family never does. */
  boolean contains(InetAddress address) {
    byte[] other = address.getAddress();
    if (other.length != prefix.length) {
      return false;
    }
    int whole = bits / 8;
    if (!Arrays.equals(prefix, 0, whole, other, 0, whole)) {
      return false;
    }
    int rest = bits % 8;
    if (rest == 0) {
      return true;
    }
    int mask = 0xFF << (8 - rest);
    return (prefix[whole] & mask) == (other[whole] & mask);
  }
}
