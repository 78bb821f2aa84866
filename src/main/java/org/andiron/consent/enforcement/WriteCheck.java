package org.andiron.consent.enforcement;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** What has been stored. To write down what a patient wants is not to collect data. */
  void check(Collection<Placed> resources, Map<Long, List<Ruled>> ruled) {
    for (Placed resource : resources) {
      List<Ruled> rules = ruled.getOrDefault(resource.key(), List.of());
      Optional<Reader> writer = resource.writer();
      boolean isConsent = resource.resource().fhirType().equals("Consent");
      if (!rules.isEmpty() && writer.isPresent() && !isConsent) {
        require(
            writer.get(),
            resource.isNew() ? ConsentAction.COLLECT : ConsentAction.CORRECT,
            rules,
            resource.resource().fhirType() + '/' + resource.resource().getIdElement().getIdPart());
      }
    }
  }

  /** What is there and is to be changed or removed. */
  void requireCorrectable(Reader writer, String resourceType, String id) {
    List<Ruled> rules =
        jdbc.query(
            RULES_OF,
            (row, number) -> new Ruled(row.getString(1), book.of(row.getInt(2))),
            resourceType,
            id);
    if (!rules.isEmpty()) {
      require(writer, ConsentAction.CORRECT, rules, resourceType + '/' + id);
    }
  }

  private void require(Reader writer, ConsentAction action, List<Ruled> rules, String resource) {
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
