package org.andiron.security;

import java.util.List;
import java.util.Set;

/** The people who have an account here and may use it now. */
public interface People {

  /** Those who are a resource, such as {@code Practitioner/12}. */
  List<KnownUser> whoAre(String fhirUser);

  /** All of them, by name. */
  List<KnownUser> all();

  /** Names of the roles that they can have. */
  Set<String> roles();
}
