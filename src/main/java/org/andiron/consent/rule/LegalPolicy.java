package org.andiron.consent.rule;

import org.jspecify.annotations.Nullable;

/**
 * What law or a court forbids, whatever patients consent to. Only what it denies counts.
 *
 * @param id how decisions name it
 * @param patient whose record it is about, null for every patient's
 * @param emergencyException whether breaking the glass overrides it
 */
public record LegalPolicy(
    String id,
    String title,
    @Nullable ResourceRef patient,
    boolean emergencyException,
    Provision rule) {

  /** Whether it is about the record of a patient. */
  public boolean concerns(ResourceRef other) {
    return patient == null || patient.equals(other);
  }
}
