package org.andiron.risk.population;

import org.hl7.fhir.r4.model.Resource;

/**
 * One line of a file.
 *
 * @param patient logical id of the Patient of whose record it is part
 * @param resource what was computed, or why nothing was
 */
public record ScoredLine(String patient, Resource resource) {}
