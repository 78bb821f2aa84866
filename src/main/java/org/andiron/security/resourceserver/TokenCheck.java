package org.andiron.security.resourceserver;

/** Says who presents a token. */
@FunctionalInterface
public interface TokenCheck {

  /** What is to be said of a token. */
  TokenAnswer check(String token);
}
