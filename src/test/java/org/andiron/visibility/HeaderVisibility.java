package org.andiron.visibility;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Takes what exists for a request from a header, in place of the access rules. Only a test
 * registers it, for as long as it runs.
 */
public final class HeaderVisibility {

  /** Portions, a semicolon and blanks between each two; see {@link #portion}. */
  static final String NAME = "X-Test-Visibility";

  @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED)
  public void decide(RequestDetails request, ServletRequestDetails servletRequest) {
    String header = servletRequest.getHeader(NAME);
    if (header != null) {
      List<Portion> portions = new ArrayList<>();
      for (String portion : header.split(" ; ")) {
        portions.add(portion(portion));
      }
      VisibilityOfRequest.set(request, new Visibility(portions));
    }
  }

  /** {@code types=A,B patients=1,2 query=a=b}, each of which may be left out. */
  private static Portion portion(String text) {
    Set<String> types = Set.of();
    Optional<Set<String>> patients = Optional.empty();
    Optional<String> query = Optional.empty();
    for (String part : text.strip().split(" +")) {
      String value = part.substring(part.indexOf('=') + 1);
      if (part.startsWith("types=")) {
        types = Set.of(value.split(","));
      } else if (part.startsWith("patients=")) {
        patients = Optional.of(Set.of(value.split(",")));
      } else if (part.startsWith("query=")) {
        query = Optional.of(value);
      }
    }
    return new Portion(types, patients, query);
  }
}
