package org.andiron.risk.feedback;

import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.support.TransactionOperations;

/** Feedback in the database. */
public final class FeedbackStore {

  /** The last outcome stays, by the time that clients say; the same once more changes nothing. */
  private static final String KEEP =
      """
      insert into andiron.cds_feedback as known
        (service, card, issuer, client, subject, model, version, digest, outcome, reason, comment,
         at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (service, card, issuer, client, subject) do update
      set outcome = excluded.outcome, reason = excluded.reason, comment = excluded.comment,
        at = excluded.at, received = now()
      where known.at < excluded.at
        or known.at = excluded.at and (known.outcome, known.reason, known.comment)
          is distinct from (excluded.outcome, excluded.reason, excluded.comment)
      """;

  private static final String COUNT =
      """
      select outcome, coalesce(reason, '') as reason, count(*) as number
      from andiron.cds_feedback where digest = ? and received < ? group by 1, 2
      """;

  private final JdbcOperations jdbc;
  private final TransactionOperations transactions;

  FeedbackStore(JdbcOperations jdbc, TransactionOperations transactions) {
    this.jdbc = jdbc;
    this.transactions = transactions;
  }

  /**
   * Keeps feedback, all of it or, if that fails, none; it is durable when this returns.
   *
   * @param service whose cards they are of
   * @return what told something new
   */
  public List<CardFeedback> keep(String service, Giver giver, List<CardFeedback> all) {
    List<CardFeedback> kept = new ArrayList<>();
    transactions.executeWithoutResult(
        status -> {
          for (CardFeedback one : all) {
            if (keep(service, giver, one) > 0) {
              kept.add(one);
            }
          }
        });
    return kept;
  }

  private int keep(String service, Giver giver, CardFeedback one) {
    return jdbc.update(
        KEEP,
        service,
        one.card(),
        giver.issuer(),
        giver.client(),
        giver.subject(),
        one.model().key().id(),
        one.model().key().version(),
        one.model().status().digest(),
        one.outcome().code(),
        one.reason().orElse(null),
        one.comment().orElse(null),
        Timestamp.from(one.at()));
  }

  /** What was said of the cards of a package until the end of a day (UTC). */
  public FeedbackCounts counts(String digest, LocalDate day) {
    OffsetDateTime end = day.plusDays(1).atStartOfDay().atOffset(ZoneOffset.UTC);
    SortedMap<String, Long> overridden = new TreeMap<>();
    long[] accepted = {0};
    jdbc.query(
        COUNT,
        row -> {
          if (row.getString("outcome").equals(CardOutcome.ACCEPTED.code())) {
            accepted[0] += row.getLong("number");
          } else {
            overridden.put(row.getString("reason"), row.getLong("number"));
          }
        },
        digest,
        end);
    return new FeedbackCounts(accepted[0], overridden);
  }
}
