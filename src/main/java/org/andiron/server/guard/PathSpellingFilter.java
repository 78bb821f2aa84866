package org.andiron.server.guard;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.MappingMatch;
import java.io.IOException;
import org.andiron.server.error.ErrorReport;
import org.andiron.server.error.OperationOutcomeWriter;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses a request whose servlet is found by another spelling of its path than it was sent in, as
 * in {@code /fhir;x=1/Patient} or {@code /admin/cli%65nts/1}. Tomcat compares what was meant,
 * Spring and the rules of who may call what was sent: Spring fails where the two differ, and a rule
 * must not be for one and the servlet for the other.
 */
final class PathSpellingFilter extends OncePerRequestFilter {

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (isAsWritten(request)) {
      chain.doFilter(request, response);
      return;
    }
    OperationOutcomeWriter.write(
        request,
        response,
        ErrorReport.of(
            400,
            "structure",
            "The path has a ';', or its beginning is not written as it is: no escape, no empty"
                + " segment, no '.' or '..'."));
  }

  private static boolean isAsWritten(HttpServletRequest request) {
    String uri = request.getRequestURI();
    int second = uri.indexOf('/', 1);
    boolean firstSegment = uri.substring(0, second < 0 ? uri.length() : second).indexOf('%') < 0;
    MappingMatch match = request.getHttpServletMapping().getMappingMatch();
    boolean found =
        (match != MappingMatch.PATH && match != MappingMatch.EXACT)
            || uri.startsWith(request.getContextPath() + request.getServletPath());
    return uri.indexOf(';') < 0 && firstSegment && found;
  }
}
