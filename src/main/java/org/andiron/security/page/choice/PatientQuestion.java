package org.andiron.security.page.choice;

import java.io.Serial;
import java.io.Serializable;

/**
 * For which patient an app is to be started.
 *
 * @param appName as the user knows the app
 * @param returnTo where the browser goes once it is answered: a path of this server with its query
 */
public record PatientQuestion(String appName, String returnTo) implements Serializable {

  @Serial private static final long serialVersionUID = 1L;

  public PatientQuestion {
    if (!returnTo.startsWith("/") || returnTo.startsWith("//") || returnTo.startsWith("/\\")) {
      throw new IllegalArgumentException("a question must lead back to a path of this server");
    }
  }
}
