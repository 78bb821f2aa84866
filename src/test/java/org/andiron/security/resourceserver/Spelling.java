package org.andiron.security.resourceserver;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A request as it is written on the wire.
 *
 * @param base what it is a spelling of
 * @param authority as an absolute request line has it, with the scheme; empty for the usual form
 * @param version such as {@code HTTP/1.1}
 * @param headers lines without their ends
 */
record Spelling(
    String base,
    String method,
    String authority,
    String path,
    List<String> query,
    String version,
    List<String> headers,
    String body) {

  Spelling {
    query = List.copyOf(query);
    headers = List.copyOf(headers);
  }

  /** The usual spelling of a request. */
  static Spelling of(String method, String target, String contentType, String body) {
    String[] parts = target.split("\\?", 2);
    return new Spelling(
        method + " " + target,
        method,
        "",
        parts[0],
        parts.length > 1 ? List.of(parts[1]) : List.of(),
        "HTTP/1.1",
        contentType.isEmpty() ? List.of() : List.of("Content-Type: " + contentType),
        body);
  }

  Spelling withMethod(String other) {
    return new Spelling(base, other, authority, path, query, version, headers, body);
  }

  Spelling withAuthority(String other) {
    return new Spelling(base, method, other, path, query, version, headers, body);
  }

  Spelling withPath(String other) {
    return new Spelling(base, method, authority, other, query, version, headers, body);
  }

  Spelling withVersion(String other) {
    return new Spelling(base, method, authority, path, query, other, headers, body);
  }

  Spelling withParameter(String parameter) {
    List<String> more = new ArrayList<>(query);
    more.add(parameter);
    return new Spelling(base, method, authority, path, more, version, headers, body);
  }

  Spelling withHeader(String header) {
    List<String> more = new ArrayList<>(headers);
    more.add(header);
    return new Spelling(base, method, authority, path, query, version, more, body);
  }

  /** The first line and those of the headers, each with its end, without the empty last one. */
  String head() {
    return method
        + " "
        + authority
        + path
        + (query.isEmpty() ? "" : "?" + String.join("&", query))
        + " "
        + version
        + "\r\n"
        + headers.stream().map(it -> it + "\r\n").collect(Collectors.joining());
  }
}
