package org.andiron.consent.directive;

/**
 * Why a Consent cannot be computed.
 *
 * @param path of the element, as FHIRPath
 * @param reason what is wrong and how to mend it, without data of the patient
 */
public record ConsentProblem(String path, String reason) {}
