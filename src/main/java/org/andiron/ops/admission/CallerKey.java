package org.andiron.ops.admission;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Tells callers apart, so that one cannot take the places of the others. Declare a bean of it to
 * replace the default.
 */
@FunctionalInterface
public interface CallerKey {

  /**
   * A name of the caller; equal for requests that share one allowance. It is not logged and not a
   * metric tag.
   */
  String of(HttpServletRequest request);
}
