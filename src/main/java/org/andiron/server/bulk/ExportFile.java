package org.andiron.server.bulk;

/**
 * A file that an export wrote.
 *
 * @param job which export
 * @param type of the resources in it
 * @param lines one resource each, in UTF-8
 */
record ExportFile(String job, String type, byte[] lines) {}
