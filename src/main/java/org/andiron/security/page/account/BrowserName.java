package org.andiron.security.page.account;

import java.util.List;

/**
 * What people call a browser, read from what it says of itself. For telling sessions apart, no
 * more.
 */
final class BrowserName {

  /**
   * The first that is in a User-Agent header counts: most browsers also name those they descend
   * from.
   */
  private static final List<List<String>> BROWSERS =
      List.of(
          List.of("Edg", "Edge"),
          List.of("OPR/", "Opera"),
          List.of("MicroMessenger", "WeChat"),
          List.of("Firefox", "Firefox"),
          List.of("Chrom", "Chrome"),
          List.of("Safari", "Safari"));

  private static final List<List<String>> SYSTEMS =
      List.of(
          List.of("Android", "Android"),
          List.of("iPhone", "iPhone"),
          List.of("iPad", "iPad"),
          List.of("Windows", "Windows"),
          List.of("Mac OS X", "macOS"),
          List.of("Linux", "Linux"));

  private BrowserName() {}

  /** Such as {@code Firefox, Windows}; empty if nothing is known. */
  static String of(String userAgent) {
    String browser = first(BROWSERS, userAgent);
    String system = first(SYSTEMS, userAgent);
    return browser.isEmpty() || system.isEmpty() ? browser + system : browser + ", " + system;
  }

  private static String first(List<List<String>> names, String userAgent) {
    return names.stream()
        .filter(name -> userAgent.contains(name.get(0)))
        .map(name -> name.get(1))
        .findFirst()
        .orElse("");
  }
}
