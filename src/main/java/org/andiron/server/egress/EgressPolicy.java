package org.andiron.server.egress;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides which hosts this server may call. The decision that counts is made on the resolved
 * address at the moment of connecting ({@link #resolve}), so that a name which changes its address
 * after it was checked gains nothing; {@link #refusal} gives the same answer early, for input
 * checks.
 */
public final class EgressPolicy {

  private final List<String> hosts;
  private final List<AddressRange> ranges;
  private final boolean allowPrivate;
  private final Resolver resolver;

  /** Turns a host name into its addresses. */
  @FunctionalInterface
  interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  public EgressPolicy(EgressProperties properties) {
    this(properties, InetAddress::getAllByName);
  }

  EgressPolicy(EgressProperties properties, Resolver resolver) {
    List<String> allow = properties.allow();
    this.hosts = allow.stream().filter(entry -> !AddressRange.isAddress(entry)).toList();
    this.ranges = allow.stream().filter(AddressRange::isAddress).map(AddressRange::parse).toList();
    this.allowPrivate = properties.allowPrivate();
    this.resolver = resolver;
  }

  /**
   * Why a URL may not be called, for the person who supplied it; empty when it may be. The answer
   * names the setting, not the address a name resolves to. A name that cannot be resolved now is
   * not refused here: each connection is checked again.
   */
  public Optional<String> refusal(@Nullable String url) {
    if (url == null || url.isBlank()) {
      return Optional.of("no URL is given");
    }
    URI uri;
    try {
      uri = new URI(url.strip());
    } catch (URISyntaxException e) {
      return Optional.of("it is not a URL");
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      return Optional.of("only http and https URLs may be called");
    }
    if (uri.getHost() == null || uri.getRawUserInfo() != null) {
      return Optional.of("it must name a host and must not carry a user or password");
    }
    return refusalOfHost(uri.getHost());
  }

  /** Why a host may not be connected to, as {@link #refusal} has it, whatever is spoken there. */
  public Optional<String> refusalOfHost(String host) {
    try {
      resolve(host);
      return Optional.empty();
    } catch (EgressRefusedException e) {
      return Optional.of(e.getMessage());
    } catch (UnknownHostException e) {
      return namesHost(host) ? Optional.empty() : Optional.of(EgressRefusedException.REASON);
    }
  }

  /**
   * The addresses of a host that may be connected to, never none. Who speaks something else than
   * HTTP connects to one of them and looks the name up nowhere else.
   *
   * @throws EgressRefusedException when the host has addresses but none may be connected to
   * @throws UnknownHostException when the name cannot be resolved
   */
  public InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] addresses = resolver.resolve(unbracketed(host));
    InetAddress[] allowed =
        List.of(addresses).stream()
            .filter(address -> allows(host, address))
            .toArray(InetAddress[]::new);
    if (allowed.length == 0) {
      throw new EgressRefusedException();
    }
    return allowed;
  }

  private boolean allows(String host, InetAddress address) {
    if (ranges.stream().anyMatch(range -> range.contains(address))) {
      return true;
    }
    if (!namesHost(host)) {
      return false;
    }
    return switch (AddressScope.of(address)) {
      case PUBLIC -> true;
      case PRIVATE -> allowPrivate;
      case SPECIAL -> false;
    };
  }

  private boolean namesHost(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    String plain = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    return hosts.stream().anyMatch(pattern -> matches(pattern, plain));
  }

  private static boolean matches(String pattern, String host) {
    if (pattern.equals("*")) {
      return true;
    }
    return pattern.startsWith("*.") ? host.endsWith(pattern.substring(1)) : host.equals(pattern);
  }

  private static String unbracketed(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }
}
