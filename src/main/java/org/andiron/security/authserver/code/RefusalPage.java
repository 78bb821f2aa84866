package org.andiron.security.authserver.code;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Shows a person why an authorization request was refused that cannot be answered to its app. */
@FunctionalInterface
public interface RefusalPage {

  /**
   * Answers with a page.
   *
   * @param description what is wrong, for those who run the app
   */
  void show(HttpServletRequest request, HttpServletResponse response, String description)
      throws IOException;
}
