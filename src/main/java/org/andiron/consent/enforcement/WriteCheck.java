package org.andiron.consent.enforcement;

import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.andiron.consent.decision.ConsentRequest;
import org.andiron.consent.residue.AccessRule;
import org.andiron.consent.rule.ConsentAction;
import org.andiron.visibility.PlacedResources.Placed;
import org.andiron.visibility.Reader;
import org.andiron.visibility.WithheldWriteException;
import org.springframework.jdbc.core.JdbcTemplate;

/** Refuses to collect, correct or remove what the rules it is under forbid the writer. */
final class WriteCheck {

  /** A Patient who is withheld is nobody to whom the writer stands in a relation. */
  private static final String RULES_OF =
      """
      select coalesce(p.fhir_id, ''), d.rule from andiron.ruled d
      join hfj_resource r on r.res_id = d.res_id
      left join hfj_resource p on p.res_id = d.patient
      where r.res_type = ? and r.fhir_id = ? and d.to_version is null
      """;

  /** Of whose records this transaction has made resources part. */
  private static final String JOINED =
      """
      select c.res_id, p.fhir_id from andiron.compartment c
      join hfj_resource p on p.res_id = c.patient
      where c.res_id = any(?::bigint[]) and c.to_version is null
        and c.xmin = pg_current_xact_id()::xid
      union
      select t.res_id, t.told_id from andiron.tells t
      where t.res_id = any(?::bigint[]) and t.res_type = 'Bundle' and t.to_version is null
        and t.xmin = pg_current_xact_id()::xid
      """;

  private final JdbcTemplate jdbc;
  private final RuleBook book;
  private final Requests requests;
  private final Clock clock;

  WriteCheck(JdbcTemplate jdbc, RuleBook book, Requests requests, Clock clock) {
    this.jdbc = jdbc;
    this.book = book;
    this.requests = requests;
    this.clock = clock;
  }

  /**
   * What has been stored. To write down what a patient wants is not to collect data; to make
   * something part of one more record is, for the patient whose record it is.
   */
  void check(Collection<Placed> resources, Map<Long, List<Ruled>> ruled) {
    List<Placed> concerned =
        resources.stream()
            .filter(it -> !ruled.getOrDefault(it.key(), List.of()).isEmpty())
            .filter(it -> !it.resource().fhirType().equals("Consent"))
            .toList();
    Map<Long, Set<String>> joined = joined(concerned);
    for (Placed resource : concerned) {
      resource
          .writer()
          .ifPresent(
              writer ->
                  check(writer, resource, ruled.getOrDefault(resource.key(), List.of()), joined));
    }
  }

  private void check(
      Reader writer, Placed resource, List<Ruled> rules, Map<Long, Set<String>> joined) {
    Set<String> patients = joined.getOrDefault(resource.key(), Set.of());
    Predicate<Ruled> collected = it -> resource.isNew() || patients.contains(it.patient());
    String reference =
        resource.resource().fhirType() + '/' + resource.resource().getIdElement().getIdPart();
    require(writer, ConsentAction.COLLECT, rules.stream().filter(collected).toList(), reference);
    require(
        writer,
        ConsentAction.CORRECT,
        rules.stream().filter(collected.negate()).toList(),
        reference);
  }

  /** Patients to whose records resources have come that were there before, by number of these. */
  private Map<Long, Set<String>> joined(List<Placed> resources) {
    Long[] changed =
        resources.stream()
            .filter(it -> !it.isNew() && it.writer().isPresent())
            .map(Placed::key)
            .toArray(Long[]::new);
    Map<Long, Set<String>> joined = new HashMap<>();
    if (changed.length > 0) {
      jdbc.query(
          JOINED,
          row -> {
            joined.computeIfAbsent(row.getLong(1), it -> new HashSet<>()).add(row.getString(2));
          },
          changed,
          changed);
    }
    return joined;
  }

  /** What is there and is to be changed or removed. */
  void requireCorrectable(Reader writer, String resourceType, String id) {
    List<Ruled> rules =
        jdbc.query(
            RULES_OF,
            (row, number) -> new Ruled(row.getString(1), book.of(row.getInt(2))),
            resourceType,
            id);
    require(writer, ConsentAction.CORRECT, rules, resourceType + '/' + id);
  }

  private void require(Reader writer, ConsentAction action, List<Ruled> rules, String resource) {
    if (rules.isEmpty()) {
      return;
    }
    RequestingParty party = RequestingParty.of(writer);
    ConsentRequest request = requests.to(action, party, Epochs.read(jdbc, party), clock.instant());
    for (Ruled ruled : rules) {
      if (!ruled.rule().permits(request, party.relationTo(ruled.patient(), writer.opened()))) {
        throw WithheldWriteException.byConsent(
            "The patient's consent, or a policy, does not let you store this.",
            resource,
            ruled.patient());
      }
    }
  }

  /** A rule under which a resource is as part of the record of a patient, whose id is given. */
  record Ruled(String patient, AccessRule rule) {}
}
