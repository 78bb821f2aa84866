package org.andiron.security.page;

import jakarta.servlet.http.HttpSession;
import java.time.Instant;
import java.util.Optional;

/** Where a session keeps when its user signed in: {@code auth_time} of an id_token. */
public final class SignInTime {

  private static final String ATTRIBUTE = "andiron.signed-in-at";

  private SignInTime() {}

  /** Notes that the user signed in now. */
  public static void note(HttpSession session) {
    session.setAttribute(ATTRIBUTE, Instant.now());
  }

  /** When the user signed in; empty if nobody has. */
  public static Optional<Instant> of(HttpSession session) {
    return session.getAttribute(ATTRIBUTE) instanceof Instant time
        ? Optional.of(time)
        : Optional.empty();
  }
}
