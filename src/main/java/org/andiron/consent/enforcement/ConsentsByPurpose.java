package org.andiron.consent.enforcement;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.andiron.audit.event.ConsentBasis;
import org.andiron.consent.PurposeRefusals;
import org.andiron.consent.decision.ConsentDecision;
import org.andiron.consent.decision.ConsentEvaluator;
import org.andiron.consent.decision.ConsentRequest;
import org.andiron.consent.decision.ResourceFacts;
import org.andiron.consent.rule.ConsentAction;
import org.andiron.consent.rule.ConsentDirective;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.consent.rule.Criterion;
import org.andiron.consent.rule.Provision;
import org.andiron.consent.term.Code;
import org.andiron.visibility.Reader;
import org.andiron.visibility.VisibilityOfRequest;
import org.andiron.visibility.Withheld;
import org.springframework.jdbc.core.JdbcTemplate;

/** Asks the consents that name a purpose, and whether data may be used at all. */
final class ConsentsByPurpose implements PurposeRefusals {

  private static final String PATIENTS =
      "select res_id from hfj_resource"
          + " where res_type = 'Patient' and fhir_id = any(?) and res_deleted_at is null";

  private final JdbcTemplate jdbc;
  private final PatientRecords records;
  private final Requests requests;
  private final ConsentEvaluator evaluator;
  private final ConsentPolicies policies;
  private final Clock clock;

  ConsentsByPurpose(
      JdbcTemplate jdbc,
      PatientRecords records,
      Requests requests,
      ConsentEvaluator evaluator,
      ConsentPolicies policies,
      Clock clock) {
    this.jdbc = jdbc;
    this.records = records;
    this.requests = requests;
    this.evaluator = evaluator;
    this.policies = policies;
    this.clock = clock;
  }

  @Override
  public Map<String, List<ConsentBasis>> refusing(
      RequestDetails request, Collection<String> patients, String system, String code) {
    Code purpose = new Code(system, code);
    Optional<Withheld> withheld = VisibilityOfRequest.withheld(request);
    if (patients.isEmpty() || withheld.filter(it -> it.known() == 0).isPresent()) {
      return Map.of();
    }
    Optional<Reader> reader = VisibilityOfRequest.reader(request);
    if (reader.isEmpty()) {
      Map<String, List<ConsentBasis>> all = new LinkedHashMap<>();
      patients.forEach(it -> all.put(it, List.of()));
      return all;
    }
    RequestingParty party = RequestingParty.of(reader.get());
    Epochs epochs = Epochs.read(jdbc, party);
    Instant now = clock.instant();
    ConsentRequest asked = forPurpose(requests.toRead(party, epochs, now), purpose);
    ConsentRequest use = requests.to(ConsentAction.USE, party, epochs, now);
    Map<String, List<ConsentBasis>> refusing = new LinkedHashMap<>();
    records.atOnce(
        () -> {
          List<Long> numbers =
              jdbc.queryForList(PATIENTS, Long.class, (Object) patients.toArray(String[]::new));
          records.read(
              numbers,
              entry -> {
                List<ConsentDirective> naming =
                    entry.consents().stream().filter(it -> names(it.root(), purpose)).toList();
                String patient = entry.resource().id();
                denying(asked, entry.facts(), naming)
                    .or(
                        () ->
                            reader.get().opened().contains(patient)
                                ? Optional.empty()
                                : denying(use, entry.facts(), entry.consents()))
                    .ifPresent(it -> refusing.put(patient, Denials.of(it)));
              });
          return numbers;
        });
    return refusing;
  }

  /** The decision that denies it. Where there are no consents, no patient refuses. */
  private Optional<ConsentDecision> denying(
      ConsentRequest request, ResourceFacts facts, List<ConsentDirective> consents) {
    return consents.isEmpty()
        ? Optional.empty()
        : Optional.of(evaluator.decide(request, facts, consents, policies))
            .filter(it -> !it.permits());
  }

  private static ConsentRequest forPurpose(ConsentRequest request, Code purpose) {
    return new ConsentRequest(
        request.requester(),
        purpose,
        request.actions(),
        request.channel(),
        request.time(),
        request.breakGlass());
  }

  private static boolean names(Provision provision, Code purpose) {
    return provision.criteria().stream()
            .anyMatch(
                it -> it instanceof Criterion.Purposes named && named.purposes().contains(purpose))
        || provision.provisions().stream().anyMatch(it -> names(it, purpose));
  }
}
