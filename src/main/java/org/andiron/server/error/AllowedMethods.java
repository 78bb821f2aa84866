package org.andiron.server.error;

import java.util.Set;

/** The HTTP methods FHIR uses; every other is refused. */
public final class AllowedMethods {

  /** Value of the {@code Allow} header. */
  public static final String HEADER = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

  private static final Set<String> METHODS = Set.of(HEADER.split(", ", -1));

  private AllowedMethods() {}

  /** Whether a request with this method is served at all. Methods are case-sensitive. */
  public static boolean contains(String method) {
    return METHODS.contains(method);
  }

  /** The answer to any other method. */
  public static ErrorReport refusal() {
    return ErrorReport.of(
        405, "not-supported", "This method is not served. Use one of " + HEADER + ".");
  }
}
