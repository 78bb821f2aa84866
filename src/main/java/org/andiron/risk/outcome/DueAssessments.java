package org.andiron.risk.outcome;

import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.andiron.storage.SelectedResources;
import org.springframework.jdbc.core.JdbcOperations;

/** Finds stored scores of a model of which it is time to find out what became of them. */
final class DueAssessments {

  private static final String URIS = "urn:ietf:rfc:3986";

  private static final String PAGE =
      """
      select r.res_id, r.fhir_id from hfj_resource r
      where r.res_type = 'RiskAssessment' and r.res_deleted_at is null and r.res_id > ?
        and r.res_id in (%s)
        and not exists (
          select from andiron.risk_outcome o
          where o.assessment = r.fhir_id
            and (not o.derived or o.look_again is null or o.look_again > ?))
      order by r.res_id limit ?\
      """;

  private final IHapiTransactionService transactions;
  private final JdbcOperations jdbc;
  private final SelectedResources search;

  /** A RiskAssessment by number and logical id. */
  record Found(long number, String id) {}

  DueAssessments(
      IHapiTransactionService transactions, JdbcOperations jdbc, SelectedResources search) {
    this.transactions = transactions;
    this.jdbc = jdbc;
    this.search = search;
  }

  /**
   * A page of them, of any version of the model.
   *
   * @param url of its card
   * @param until as of when or before they were computed
   * @param last number of the last page; 0 before the first
   */
  List<Found> after(String url, Instant until, Instant now, long last, int atMost) {
    String criteria = "method=" + encoded(URIS + '|' + url) + "&date=" + encoded("le" + until);
    return Objects.requireNonNull(
        transactions
            .withSystemRequest()
            .readOnly()
            .execute(
                () -> {
                  SelectedResources.Statement statement = search.select("RiskAssessment", criteria);
                  List<Object> values = new ArrayList<>(List.of(last));
                  values.addAll(statement.values());
                  values.add(Timestamp.from(now));
                  values.add(atMost);
                  return jdbc.query(
                      PAGE.formatted(statement.text()),
                      (row, number) -> new Found(row.getLong(1), row.getString(2)),
                      values.toArray());
                }));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
