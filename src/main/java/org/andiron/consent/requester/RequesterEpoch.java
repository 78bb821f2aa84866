package org.andiron.consent.requester;

/**
 * A time between two changes of what consents may know a caller by: what was read in it is still
 * so.
 *
 * @param shared number of the transactions that have stored roles, organizations, teams and groups
 * @param own version of the resources that are the caller
 */
public record RequesterEpoch(long shared, String own) {}
