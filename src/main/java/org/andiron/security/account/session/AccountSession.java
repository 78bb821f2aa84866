package org.andiron.security.account.session;

import java.time.Instant;
import java.util.Optional;

/**
 * A browser in which somebody is signed in.
 *
 * @param handle names it; the session id itself, with which one could take it over, is not shown
 * @param started when they signed in
 * @param lastUsed when it was used last
 * @param browser what the browser says it is
 */
public record AccountSession(
    String handle, Instant started, Instant lastUsed, Optional<String> browser) {}
