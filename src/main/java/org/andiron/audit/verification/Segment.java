package org.andiron.audit.verification;

import java.util.List;
import org.andiron.audit.anchor.TimeStamp;
import org.andiron.audit.sealer.SealedHead;

/**
 * A part of the log.
 *
 * @param entries leaves and their rows, by index
 * @param heads of trees that end within it, by size: none of a larger tree has come before
 * @param timeStamps of heads of trees that end within it or later
 * @param unreadable what of it cannot be read
 */
record Segment(
    List<Entry> entries,
    List<SealedHead> heads,
    List<TimeStamp> timeStamps,
    List<Finding> unreadable) {}
