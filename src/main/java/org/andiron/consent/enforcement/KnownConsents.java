package org.andiron.consent.enforcement;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.andiron.audit.ConsentContext;
import org.andiron.audit.event.ConsentBasis;
import org.andiron.audit.event.Party;
import org.andiron.consent.decision.ConsentDecision;
import org.andiron.consent.decision.ConsentEvaluator;
import org.andiron.consent.decision.ConsentRequest;
import org.andiron.consent.requester.DeclaredPurpose;
import org.andiron.consent.requester.PurposeOfUse;
import org.andiron.consent.rule.ConsentAction;
import org.andiron.consent.rule.ConsentDirective;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.term.Code;
import org.andiron.security.Caller;
import org.andiron.visibility.Reader;
import org.andiron.visibility.VisibilityOfRequest;
import org.andiron.visibility.Withheld;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Tells the audit trail what consents and policies have to do with a request. */
final class KnownConsents implements ConsentContext {

  private static final String ORGANIZATIONS =
      """
      select distinct o.fhir_id
      from hfj_resource p
      join hfj_res_link who
        on who.target_resource_id = p.res_id and who.src_path = 'PractitionerRole.practitioner'
      join hfj_resource r on r.res_id = who.src_resource_id and r.res_deleted_at is null
      join hfj_res_link whom
        on whom.src_resource_id = r.res_id and whom.src_path = 'PractitionerRole.organization'
      join hfj_resource o on o.res_id = whom.target_resource_id
      where p.res_type = ? and p.fhir_id = ?
      limit 2
      """;

  private static final String PATIENTS =
      "select res_id, fhir_id from hfj_resource"
          + " where res_type = 'Patient' and fhir_id = any(?)";

  private static final String EPOCH = "select coalesce(sum(bumps), 0) from andiron.consent_epoch";

  private static final int KEPT = 100_000;

  private static final String RESOURCE =
      "select res_id from hfj_resource"
          + " where res_type = ? and fhir_id = ? and res_deleted_at is null";

  private final JdbcTemplate jdbc;
  private final PurposeOfUse purposes;
  private final PatientConsents consents;
  private final PatientRecords records;
  private final Requests requests;
  private final ConsentEvaluator evaluator;
  private final ConsentPolicies policies;
  private final Clock clock;
  private final TransactionTemplate apart;

  /** People do not change where they work by the minute. */
  private final Cache<String, Optional<Party>> organizations =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofMinutes(1)).build();

  /**
   * By patient. Whose a Consent is may be found out anew without a change of it: so not for longer.
   */
  private final Cache<String, OfPatient> known =
      Caffeine.newBuilder().maximumSize(KEPT).expireAfterWrite(Duration.ofMinutes(1)).build();

  /**
   * The consents of a patient.
   *
   * @param epoch how often Consents had changed before they were read
   */
  private record OfPatient(long epoch, List<ConsentDirective> directives) {}

  /**
   * @param apart begins a transaction beside that of the thread, which only reads
   */
  KnownConsents(
      JdbcTemplate jdbc,
      PurposeOfUse purposes,
      PatientConsents consents,
      PatientRecords records,
      Requests requests,
      ConsentEvaluator evaluator,
      ConsentPolicies policies,
      Clock clock,
      TransactionTemplate apart) {
    this.jdbc = jdbc;
    this.purposes = purposes;
    this.consents = consents;
    this.records = records;
    this.requests = requests;
    this.evaluator = evaluator;
    this.policies = policies;
    this.clock = clock;
    this.apart = apart;
  }

  @Override
  public List<org.andiron.audit.event.Code> purposes(HttpServletRequest request, Caller caller) {
    return Optional.ofNullable(purpose(request, caller)).stream()
        .map(it -> new org.andiron.audit.event.Code(it.system(), it.value()))
        .toList();
  }

  private @Nullable Code purpose(HttpServletRequest request, Caller caller) {
    try {
      return DeclaredPurpose.of(request, Optional.of(caller)).orElseGet(() -> purposes.of(caller));
    } catch (BaseServerResponseException refused) {
      return purposes.of(caller);
    }
  }

  @Override
  public Optional<Party> organization(Caller caller) {
    return caller.fhirUser().flatMap(it -> organizations.get(it, this::organizationOf));
  }

  private Optional<Party> organizationOf(String user) {
    ResourceRef ref = ResourceRef.ofRelative(user).orElseThrow();
    List<String> found = jdbc.queryForList(ORGANIZATIONS, String.class, ref.type(), ref.id());
    return found.size() == 1
        ? Optional.of(new Party(Optional.of("Organization/" + found.get(0)), ""))
        : Optional.empty();
  }

  @Override
  public List<ConsentBasis> permitting(RequestDetails request, Collection<String> patients) {
    return bases(
        patients, rules(request).map(it -> consentsOf(patients, it.consents())).orElse(Map.of()));
  }

  @Override
  public List<ConsentBasis> permitting(Collection<String> patients) {
    return patients.isEmpty()
        ? List.of()
        : Objects.requireNonNull(
            apart.execute(
                status -> {
                  Long epoch = Objects.requireNonNull(jdbc.queryForObject(EPOCH, Long.class));
                  return bases(patients, consentsOf(patients, epoch));
                }));
  }

  private List<ConsentBasis> bases(
      Collection<String> patients, Map<String, List<ConsentDirective>> known) {
    List<ConsentBasis> bases = new ArrayList<>();
    Instant now = clock.instant();
    for (String patient : patients) {
      List<ConsentDirective> directives = inForceAt(now, known.getOrDefault(patient, List.of()));
      if (directives.isEmpty()) {
        bases.add(
            new ConsentBasis(
                patient,
                Optional.empty(),
                policies.implicit().uri(),
                true,
                ConsentDecision.ALGORITHM));
      }
      directives.forEach(
          it ->
              bases.add(
                  new ConsentBasis(
                      patient, Optional.of(it.source()), "", true, ConsentDecision.ALGORITHM)));
    }
    return bases;
  }

  /** Those that count: a draft, or one that another takes the place of, permits nothing. */
  private List<ConsentDirective> inForceAt(Instant time, List<ConsentDirective> stored) {
    List<ConsentDirective> active =
        stored.stream()
            .filter(it -> it.active() && (it.period() == null || it.period().contains(time)))
            .toList();
    return active.stream()
        .filter(it -> active.stream().noneMatch(o -> policies.trust(o) && o.supersedes(it)))
        .toList();
  }

  /** Where there is no rule there is no Consent: asking for none costs nothing. */
  private static Optional<Withheld> rules(RequestDetails request) {
    return VisibilityOfRequest.withheld(request).filter(it -> it.known() > 0);
  }

  private Map<String, List<ConsentDirective>> consentsOf(Collection<String> patients, long epoch) {
    Map<String, List<ConsentDirective>> consents = new HashMap<>();
    List<String> unknown = new ArrayList<>();
    for (String patient : patients) {
      OfPatient ofPatient = known.getIfPresent(patient);
      if (ofPatient == null || ofPatient.epoch() != epoch) {
        unknown.add(patient);
      } else {
        consents.put(patient, ofPatient.directives());
      }
    }
    if (!unknown.isEmpty()) {
      Map<String, List<ConsentDirective>> read = read(unknown);
      for (String patient : unknown) {
        List<ConsentDirective> directives = read.getOrDefault(patient, List.of());
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
          // What is read while it is written may never be committed.
          known.put(patient, new OfPatient(epoch, directives));
        }
        consents.put(patient, directives);
      }
    }
    return consents;
  }

  private Map<String, List<ConsentDirective>> read(Collection<String> patients) {
    Map<Long, String> ids = new HashMap<>();
    jdbc.query(
        PATIENTS,
        row -> {
          ids.put(row.getLong(1), row.getString(2));
        },
        (Object) patients.toArray(String[]::new));
    Map<String, List<ConsentDirective>> byId = new HashMap<>();
    consents.of(ids.keySet()).forEach((number, some) -> byId.put(ids.get(number), some));
    return byId;
  }

  @Override
  public List<ConsentBasis> denying(RequestDetails request, String resource) {
    return denying(request, resource, Optional.empty());
  }

  @Override
  public List<ConsentBasis> denyingChange(RequestDetails request, String resource) {
    List<ConsentBasis> hiding = denying(request, resource);
    return hiding.isEmpty()
        ? denying(request, resource, Optional.of(ConsentAction.CORRECT))
        : hiding;
  }

  /**
   * @param change what is to be done; empty to read it
   */
  private List<ConsentBasis> denying(
      RequestDetails request, String resource, Optional<ConsentAction> change) {
    Optional<Reader> reader = VisibilityOfRequest.reader(request);
    if (reader.isEmpty() || rules(request).isEmpty()) {
      return List.of();
    }
    RequestingParty party = RequestingParty.of(reader.get());
    Epochs epochs = Epochs.read(jdbc, party);
    Instant now = clock.instant();
    ConsentRequest asked =
        change
            .map(it -> requests.to(it, party, epochs, now))
            .orElseGet(() -> requests.toRead(party, epochs, now));
    List<ConsentBasis> denials = new ArrayList<>();
    ResourceRef.ofRelative(resource)
        .ifPresent(
            ref ->
                records.atOnce(
                    () -> {
                      List<Long> numbers =
                          jdbc.queryForList(RESOURCE, Long.class, ref.type(), ref.id());
                      records.read(numbers, entry -> denials.addAll(denials(asked, entry)));
                      return numbers;
                    }));
    return denials;
  }

  private List<ConsentBasis> denials(ConsentRequest request, PatientRecords.Entry entry) {
    return Denials.of(evaluator.decide(request, entry.facts(), entry.consents(), policies));
  }
}
