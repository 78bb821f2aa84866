package org.andiron.audit.rest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.andiron.audit.query.AuditPosition;
import org.andiron.audit.query.AuditSearch;
import org.andiron.storage.request.AppliedSearch;

/**
 * A search as it was asked for.
 *
 * @param after behind which the page begins; empty for the first
 * @param count how long a page is
 * @param onlyCount whether only the number of matches is asked for
 * @param total whether the number of matches is asked for beside them
 * @param parameters as in the URL
 */
record EventSearch(
    AuditSearch search,
    Optional<AuditPosition> after,
    int count,
    boolean onlyCount,
    boolean total,
    Map<String, List<String>> parameters) {

  /** Of a link: the record behind which its page begins. */
  static final String AFTER = "_after";

  /** URL of the first page. */
  String first(String context) {
    return new AppliedSearch(parameters, List.of()).url(context);
  }

  /** URL of the page that begins behind a record. */
  String next(String context, AuditPosition last) {
    Map<String, List<String>> next = new LinkedHashMap<>(parameters);
    next.put(AFTER, List.of(last.text()));
    return new AppliedSearch(next, List.of()).url(context);
  }
}
