package org.andiron.security.page.patient;

/**
 * What tells a patient from others. Texts are empty where the record does not say.
 *
 * @param id of the Patient
 * @param name as it is used
 * @param birthDate as the record has it, which may be a year alone
 * @param sex code of administrative gender
 * @param identifier as people write it
 */
public record PatientEntry(
    String id, String name, String birthDate, String sex, String identifier) {}
