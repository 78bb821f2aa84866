package org.andiron.server.guard;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.andiron.server.error.ErrorReport;
import org.andiron.server.error.OperationOutcomeWriter;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses paths with parameters, as in {@code /fhir;x=1/Patient}: the web server leaves them out
 * when it looks for a servlet, Spring does not and fails.
 */
final class PathParameterFilter extends OncePerRequestFilter {

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (request.getRequestURI().indexOf(';') < 0) {
      chain.doFilter(request, response);
      return;
    }
    OperationOutcomeWriter.write(
        request,
        response,
        ErrorReport.of(
            400,
            "structure",
            "The path has a ';'. Leave it out, or write it as %3B in the query."));
  }
}
