package org.andiron.audit.query;

import java.util.List;

/**
 * A search of the log.
 *
 * @param conditions all of which hold for what it finds
 * @param newestFirst whether the last that was recorded comes first
 */
public record AuditSearch(List<AuditCondition> conditions, boolean newestFirst) {

  public AuditSearch {
    conditions = List.copyOf(conditions);
  }
}
