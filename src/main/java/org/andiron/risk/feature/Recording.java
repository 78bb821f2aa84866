package org.andiron.risk.feature;

/** By what it is judged when a resource was recorded, if it is asked what was known at a time. */
public enum Recording {
  /**
   * By the dates in it: for records that were loaded later than they were made, so that all have
   * the same last update.
   */
  DATES,
  /**
   * Also by its last update, which must not be later: for records that were kept in this server as
   * they were made. A resource that was changed later is left out.
   */
  LAST_UPDATE
}
