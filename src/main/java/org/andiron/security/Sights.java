package org.andiron.security;

import java.util.Optional;
import org.andiron.visibility.Visibility;

/** Tells what exists for a caller by rights, beside any request of the FHIR endpoint. */
public interface Sights {

  /**
   * What exists for a caller who searches a type.
   *
   * @return empty if the caller may not search it at all
   */
  Optional<Visibility> searching(Caller caller, String type);

  /**
   * What exists for a caller who calls an operation on a resource, by the rule by which the FHIR
   * endpoint lets it.
   *
   * @param operation without {@code $}, without parameters that need other rights
   * @return empty if the caller may not call it
   * @throws IllegalArgumentException if there is no such operation
   */
  Optional<Visibility> calling(Caller caller, String operation, String type);
}
