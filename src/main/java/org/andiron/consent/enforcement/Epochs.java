package org.andiron.consent.enforcement;

import java.util.Objects;
import java.util.Set;
import org.andiron.consent.requester.RequesterEpoch;
import org.andiron.consent.rule.ResourceRef;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * How new what is known must be, as the database tells.
 *
 * @param newestRule the greatest number of a rule; 0 if there is none
 * @param requester changes whenever what is known of a party may have
 * @param consents changes whenever a Consent has
 */
record Epochs(int newestRule, RequesterEpoch requester, long consents) {

  private static final String READ =
      "select newest_rule, shared, own, consents from andiron.reader_epoch(?, ?)";

  /** Those of a party now. */
  static Epochs read(JdbcTemplate jdbc, RequestingParty party) {
    Set<ResourceRef> resources = party.resources();
    return Objects.requireNonNull(
        jdbc.queryForObject(
            READ,
            (row, number) ->
                new Epochs(
                    row.getInt(1),
                    new RequesterEpoch(row.getLong(2), row.getString(3)),
                    row.getLong(4)),
            resources.stream().map(ResourceRef::type).toArray(String[]::new),
            resources.stream().map(ResourceRef::id).toArray(String[]::new)));
  }
}
