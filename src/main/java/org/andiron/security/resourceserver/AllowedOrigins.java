package org.andiron.security.resourceserver;

import java.util.Set;

/** Which web pages may call this server from a browser. */
@FunctionalInterface
public interface AllowedOrigins {

  /** Their origins now, such as {@code https://app.example.org}. */
  Set<String> current();
}
