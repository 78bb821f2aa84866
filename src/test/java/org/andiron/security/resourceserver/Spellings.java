package org.andiron.security.resourceserver;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes spellings of requests that filters, the container and the router could read in different
 * ways. The same seed makes the same.
 */
final class Spellings {

  /** In their place an access token with all rights is written. */
  static final String TOKEN = "{token}";

  private static final List<String> INSTEAD_OF_SLASH =
      List.of(
          "//",
          "///",
          "/./",
          "/%2e/",
          "/x/../",
          "/x/%2e%2e/",
          "/fhir/../",
          "/..;/",
          "/.;x/",
          "/;/",
          ";x=1/",
          ";/",
          ";jsessionid=1/",
          "%3bx=1/",
          "%2f",
          "%2F",
          "/%2f",
          "%252f",
          "\\",
          "%5c",
          "/%5c",
          "%c0%af",
          "%e0%80%af",
          "%c0%ae/",
          "/%c0%ae%c0%ae/",
          "%ef%bc%8f",
          "%u002f",
          "%00/",
          "/%00",
          "%0a/",
          "%0d%0a/",
          "%09/",
          "%20/",
          "/%20",
          "+/",
          "%7f/",
          "/%E2%80%8B");

  private static final List<String> ENDS =
      List.of(
          "/",
          "//",
          ".",
          "/.",
          "/..",
          "..",
          ";",
          ";x=1",
          ";x=/metadata",
          ";.css",
          "%20",
          "%00",
          "%00.json",
          "%09",
          "%0a",
          "%0d%0aX-Injected:%201",
          "%2f",
          "%5c",
          "\\",
          "%3f",
          "%3f_format=json",
          "%23",
          "%23/metadata",
          "#x",
          "#/metadata",
          ".json",
          ".xml",
          ".html",
          "%2ejson",
          "/%2e%2e",
          "/..;/",
          "%c0%af",
          "%ff",
          "%",
          "%zz",
          "~",
          "*",
          "/*",
          "|",
          "%e2%80%8b",
          "%c2%a0");

  private static final List<String> STARTS =
      List.of(
          "/",
          "//",
          "/.",
          "/%2e",
          "/x/..",
          "/fhir/metadata/..",
          "/fhir/metadata/../..",
          "/fhir/metadata/%2e%2e/%2e%2e",
          "/fhir/metadata/..;/..;",
          "/fhir/.well-known/smart-configuration/../../..",
          "/oauth2/jwks/../..",
          "/actuator/health/../..",
          "/auth/sign-in/../..",
          "/scim/v2/../..",
          "/;",
          "/;x=1",
          "\\",
          "/%5c",
          "/%2f",
          "/%00");

  private static final List<String> PARAMETERS =
      List.of(
          "_format=json",
          "_format=xml",
          "_format=application/fhir%2Bjson",
          "_format=application/fhir+xml",
          "_format=json&_format=xml",
          "_format=html/json",
          "_format=text/html",
          "_format=nonsense",
          "_format=json;x=1",
          "_format=/metadata",
          "_format=json%00",
          "_FORMAT=json",
          "_pretty=true",
          "_method=GET",
          "_method=POST",
          "_method=DELETE",
          "_method=OPTIONS",
          "access_token=" + TOKEN,
          "token=" + TOKEN,
          "",
          "?",
          "&",
          "=",
          "#",
          "%23",
          "/",
          "/../metadata",
          "/fhir/metadata",
          "%00",
          "_summary=false",
          "_elements:x=1",
          "url=/fhir/metadata",
          "jsessionid=1");

  private static final List<String> HEADERS =
      List.of(
          "X-HTTP-Method-Override: GET",
          "X-HTTP-Method-Override: DELETE",
          "X-HTTP-Method-Override: PUT",
          "X-HTTP-Method-Override: OPTIONS",
          "X-HTTP-Method: DELETE",
          "X-Method-Override: DELETE",
          "X-Original-URL: /fhir/metadata",
          "X-Original-URL: /actuator/health",
          "X-Original-URL: /actuator/metrics",
          "X-Rewrite-URL: /fhir/metadata",
          "X-Rewrite-URL: /admin/users",
          "X-Original-URI: /fhir/metadata",
          "X-Forwarded-URI: /fhir/metadata",
          "X-Forwarded-Prefix: /fhir/metadata",
          "X-Forwarded-Prefix: /fhir",
          "X-Forwarded-Prefix: /../..",
          "X-Forwarded-Path: /fhir/metadata",
          "X-Forwarded-Host: evil.example.org",
          "X-Forwarded-Proto: https",
          "X-Forwarded-For: 127.0.0.1",
          "X-Forwarded-Port: 0",
          "Forwarded: for=127.0.0.1;host=localhost;proto=https",
          "X-Real-IP: 127.0.0.1",
          "Content-Location: /fhir/metadata",
          "Referer: http://localhost/fhir/metadata",
          "Accept: text/html",
          "Accept: application/fhir+xml",
          "Accept: */*;q=0.1",
          "Origin: null",
          "Access-Control-Request-Method: GET",
          "Upgrade: h2c",
          "Cookie: JSESSIONID=1",
          "X-Forwarded-User: admin",
          "Remote-User: admin",
          "X-Request-ID: ../..",
          "If-None-Match: \"x\"",
          "Range: bytes=0-9");

  private static final List<String> METHODS =
      List.of(
          "HEAD",
          "OPTIONS",
          "get",
          "GeT",
          "post",
          "TRACE",
          "PROPFIND",
          "CONNECT",
          "FOO",
          "GET ",
          " GET");

  private static final List<String> AUTHORITIES =
      List.of(
          "http://localhost",
          "https://localhost",
          "http://evil.example.org",
          "http://localhost@evil.example.org",
          "http://user:pass@localhost",
          "http://",
          "//localhost",
          "HTTP://LOCALHOST",
          "ftp://localhost",
          "localhost:80");

  private static final List<String> VERSIONS = List.of("HTTP/1.0", "HTTP/2.0", "HTTP/1.1 ");

  private final List<Spelling> bases;
  private final Random random;

  Spellings(List<Spelling> bases, long seed) {
    this.bases = List.copyOf(bases);
    this.random = new Random(seed);
  }

  /** So many spellings that differ, each with one to three changes. */
  Set<Spelling> make(int count) {
    Set<Spelling> made = new LinkedHashSet<>();
    while (made.size() < count) {
      Spelling spelling = bases.get(random.nextInt(bases.size()));
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        spelling = change().apply(spelling);
      }
      made.add(spelling);
    }
    return made;
  }

  private UnaryOperator<Spelling> change() {
    return switch (random.nextInt(14)) {
      case 0, 1, 2 -> it -> it.withPath(slashReplaced(it.path()));
      case 3, 4 -> it -> it.withPath(it.path() + one(ENDS));
      case 5 -> it -> it.withPath(one(STARTS) + it.path());
      case 6 -> it -> it.withPath(letterEscaped(it.path(), "%"));
      case 7 -> it -> it.withPath(letterEscaped(it.path(), "%25"));
      case 8 -> it -> it.withPath(caseChanged(it.path()));
      case 9, 10 -> it -> it.withParameter(one(PARAMETERS));
      case 11, 12 -> it -> it.withHeader(one(HEADERS));
      default -> this::rarely;
    };
  }

  private Spelling rarely(Spelling it) {
    return switch (random.nextInt(3)) {
      case 0 -> it.withMethod(one(METHODS));
      case 1 -> it.withAuthority(one(AUTHORITIES));
      default -> it.withVersion(one(VERSIONS));
    };
  }

  private String slashReplaced(String path) {
    List<Integer> slashes = indexes(path, path.indexOf('/'), c -> c == '/');
    int at = slashes.get(random.nextInt(slashes.size()));
    String instead = one(INSTEAD_OF_SLASH);
    // A request line that does not begin with a slash is none.
    return path.substring(0, at) + (at == 0 ? "/" + instead : instead) + path.substring(at + 1);
  }

  private String letterEscaped(String path, String escape) {
    List<Integer> letters = indexes(path, 0, Character::isLetterOrDigit);
    int at = letters.get(random.nextInt(letters.size()));
    String hex = Integer.toHexString(path.charAt(at));
    return path.substring(0, at)
        + escape
        + (random.nextBoolean() ? hex : hex.toUpperCase(Locale.ROOT))
        + path.substring(at + 1);
  }

  private String caseChanged(String path) {
    if (random.nextInt(3) == 0) {
      return random.nextBoolean() ? path.toUpperCase(Locale.ROOT) : path.toLowerCase(Locale.ROOT);
    }
    List<Integer> letters = indexes(path, 0, Character::isLetter);
    int at = letters.get(random.nextInt(letters.size()));
    return path.substring(0, at) + (char) (path.charAt(at) ^ 0x20) + path.substring(at + 1);
  }

  private static List<Integer> indexes(String path, int from, IntPredicate of) {
    return IntStream.range(Math.max(from, 0), path.length())
        .filter(i -> of.test(path.charAt(i)))
        .boxed()
        .toList();
  }

  private String one(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** Each parameter and each header once on every base, whatever chance picks. */
  List<Spelling> withEachAddition() {
    List<Spelling> made = new ArrayList<>();
    for (Spelling base : bases) {
      Stream.of("_format=xml", "_method=DELETE", "access_token=" + TOKEN)
          .forEach(it -> made.add(base.withParameter(it)));
      HEADERS.stream()
          .filter(it -> it.startsWith("X-"))
          .forEach(it -> made.add(base.withHeader(it)));
    }
    return made;
  }
}
