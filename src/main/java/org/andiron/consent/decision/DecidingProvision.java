package org.andiron.consent.decision;

import org.andiron.consent.rule.ResourceRef;

/**
 * What decided.
 *
 * @param patient whose permission it is about
 * @param source the Consent with its version, or the policy
 * @param path of the provision in it, as FHIRPath; empty for an implicit policy
 */
public record DecidingProvision(ResourceRef patient, String source, String path)
    implements Comparable<DecidingProvision> {

  @Override
  public int compareTo(DecidingProvision other) {
    int byPatient = patient.toString().compareTo(other.patient.toString());
    if (byPatient != 0) {
      return byPatient;
    }
    int bySource = source.compareTo(other.source);
    return bySource != 0 ? bySource : path.compareTo(other.path);
  }
}
