package org.andiron.server;

/**
 * A kind of job that writes {@link JobFiles}. It is followed, ended and read like an export if a
 * bean says so; its report is {@link ca.uhn.fhir.jpa.api.model.BulkExportJobResults}. Its steps may
 * be done again after a crash, and so must not double what they have written.
 *
 * @param definition id of its definition
 */
public record FileJob(String definition) {}
