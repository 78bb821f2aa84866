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
 * Refuses a request whose servlet was found by an escaped spelling of its path. Tomcat compares
 * what was meant, Spring and the rules of who may call what was sent: Spring fails where the two
 * differ, and a rule must not be for one and the servlet for the other.
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
            "The path begins with an escape; write what it stands for as it is."));
  }

  private static boolean isAsWritten(HttpServletRequest request) {
    String uri = request.getRequestURI();
    if (uri.indexOf('%') < 0) {
      return true;
    }
    int second = uri.indexOf('/', 1);
    boolean first = uri.substring(0, second < 0 ? uri.length() : second).indexOf('%') < 0;
    MappingMatch match = request.getHttpServletMapping().getMappingMatch();
    boolean found =
        (match != MappingMatch.PATH && match != MappingMatch.EXACT)
            || uri.startsWith(request.getContextPath() + request.getServletPath());
    return first && found;
  }
}
