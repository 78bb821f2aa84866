package org.andiron.security;

import org.andiron.visibility.Reader;

/** Tells for whom a caller reads, as far as what patients withhold depends on it. */
@FunctionalInterface
public interface Readers {

  /** The same for the same caller with the same purpose. */
  Reader of(Caller caller);
}
