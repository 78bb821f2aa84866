package org.andiron.server.guard;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;

/**
 * The path of a request below the FHIR base, as far as the guard must understand it.
 *
 * @param segments without the base, decoded
 */
record FhirPath(List<String> segments) {

  static FhirPath of(HttpServletRequest request) {
    String path = request.getPathInfo() == null ? "" : request.getPathInfo();
    if (request.getPathInfo() == null) {
      // The filter stands before a servlet mapped to a whole prefix; without one the first segment
      // is the base.
      String servletPath = request.getServletPath();
      int slash = servletPath.indexOf('/', 1);
      path = slash < 0 ? "" : servletPath.substring(slash);
    }
    return new FhirPath(List.of(path.split("/", -1)).stream().filter(s -> !s.isEmpty()).toList());
  }

  private String last() {
    return segments.isEmpty() ? "" : segments.get(segments.size() - 1);
  }

  boolean isSearch() {
    return last().equals("_search");
  }

  boolean isOperation() {
    return last().startsWith("$");
  }

  boolean isGraphql() {
    return last().equals("$graphql");
  }

  /** Whether a body of any type is content to keep, not a resource to read. */
  boolean takesAnyContent() {
    boolean binary = !segments.isEmpty() && segments.get(0).equals("Binary") && !isSearch();
    return (binary && !isOperation()) || last().equals("$binary-access-write");
  }
}
