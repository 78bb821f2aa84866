package org.andiron.consent.residue;

/** How whoever asks stands to the patient whose rule it is. A rule does not name its patient. */
public enum PatientRelation {
  /** Like anybody. */
  NONE,
  /** The caller has broken the glass for this patient. */
  GLASS_BROKEN,
  /** It is the patient who asks. */
  OWN_RECORD
}
