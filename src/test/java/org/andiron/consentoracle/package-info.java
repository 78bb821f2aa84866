/**
 * An independent judge of consent: decides from the R4 Consent resources themselves, in the
 * plainest way, so that the server's decisions can be compared. Shares no code with the server.
 * What the specification leaves open is read as decision 0010 reads it.
 */
@NullMarked
package org.andiron.consentoracle;

import org.jspecify.annotations.NullMarked;
