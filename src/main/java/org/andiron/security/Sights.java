package org.andiron.security;

import java.util.Optional;
import org.andiron.visibility.Visibility;

/** Tells what exists for a caller by rights, beside any request of the FHIR endpoint. */
@FunctionalInterface
public interface Sights {

  /**
   * What exists for a caller who searches a type.
   *
   * @return empty if the caller may not search it at all
   */
  Optional<Visibility> searching(Caller caller, String type);
}
