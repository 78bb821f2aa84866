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
 * Refuses paths that the web server takes for those of a servlet though they are written otherwise,
 * as in {@code /fhir;x=1/Patient} or {@code /admin/cli%65nts/1}: Spring compares what was sent with
 * where it has come to, and fails.
 */
final class PathSpellingFilter extends OncePerRequestFilter {

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (request.getRequestURI().indexOf(';') < 0 && isWrittenAsMapped(request)) {
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

  private static boolean isWrittenAsMapped(HttpServletRequest request) {
    return request.getHttpServletMapping().getMappingMatch() != MappingMatch.PATH
        || request.getRequestURI().startsWith(request.getContextPath() + request.getServletPath());
  }
}
