package org.andiron.security.role;

import java.util.Locale;

/** Whose records a right of a role is about. */
public enum PatientReach {
  /** Those of every patient. */
  ANY,
  /** Those of the user, who is a patient. */
  OWN,
  /** Those of the patients to whom the user, a RelatedPerson, is related. */
  RELATED,
  /** Those of the patients for whom the user cares now, as the records tell. */
  CARE_TEAM,
  /** No patient's: only resources that are about nobody, such as an Organization or a ValueSet. */
  NONE;

  /** As a policy writes it. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
