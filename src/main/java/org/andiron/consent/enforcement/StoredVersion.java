package org.andiron.consent.enforcement;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.hl7.fhir.r4.model.Resource;

/**
 * One version of a resource as the database has it.
 *
 * @param key number in {@code hfj_resource}
 * @param content with labels, profiles and time of the last change; empty if this version deletes
 *     the resource
 * @param patients ids, by their numbers, of the Patients whose record the version is part of
 * @param labelled whether the labelling rules looked at the resource as it is
 */
record StoredVersion(
    long key,
    long version,
    Optional<Resource> content,
    Map<Long, String> patients,
    boolean labelled) {

  /**
   * The id of one of the patients.
   *
   * @param patient the number
   */
  String patientId(long patient) {
    return Objects.requireNonNull(patients.get(patient));
  }
}
