package org.andiron.consent.explanation;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.andiron.consent.decision.Channel;
import org.andiron.consent.decision.ConsentRequest;
import org.andiron.consent.enforcement.ConsentIT;
import org.andiron.consent.enforcement.PatientRecords;
import org.andiron.consent.explanation.AccessExplanations.Explained;
import org.andiron.consent.explanation.AccessExplanations.Told;
import org.andiron.consent.explanation.AccessQuestion.Asked;
import org.andiron.consent.requester.PurposeOfUse;
import org.andiron.consent.rule.ConsentAction;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.security.Caller;
import org.andiron.security.Readers;
import org.andiron.security.RolePurposes;
import org.andiron.security.scope.SmartScopes;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.visibility.VisibilityOfRequest;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * What is explained is what is enforced: of random records with random consents, for random
 * callers, what exists in a transaction for the caller is what the explanation permits.
 */
class ExplainedAsEnforcedIT extends ConsentIT {

  private static final long SEED = 20_261_129;
  private static final int PATIENTS = 80;
  private static final List<String> ROLES =
      List.of("physician", "nurse", "patient", "relative", "researcher", "privacy-officer");

  /** Each is asked about some 1,000 resources. */
  private static final int CALLERS = 100;

  @Autowired private IFhirSystemDao<Bundle, Meta> system;
  @Autowired private IHapiTransactionService transactions;
  @Autowired private Readers readers;
  @Autowired private PatientRecords records;
  @Autowired private AccessExplanations explanations;

  private final Random random = new Random(SEED);
  private final String prefix = "x" + UUID.randomUUID().toString().substring(0, 8);
  private final RandomRecords invented = new RandomRecords(prefix, PATIENTS, SEED);

  @Test
  void ofEachResourceForEachCaller() {
    store(invented.people());
    store(invented.records(0));
    invented.consents(0).getEntry().forEach(it -> storeAlone(it.getResource()));
    system.transaction(new SystemRequestDetails(), invented.consents(1));
    system.transaction(new SystemRequestDetails(), invented.records(1));
    List<Long> numbers =
        jdbc()
            .queryForList(
                "select distinct c.res_id from andiron.compartment c join hfj_resource r using"
                    + " (res_id) where r.fhir_id like ? order by c.res_id",
                Long.class,
                prefix + "-%");
    List<PatientRecords.Entry> entries =
        records.atOnce(
            () -> {
              List<PatientRecords.Entry> read = new ArrayList<>();
              records.read(numbers, read::add);
              return read;
            });
    assertThat(entries).hasSameSizeAs(numbers).hasSizeGreaterThan(1000);

    Told told = records.atOnce(() -> explanations.told(numbers));
    assertThat(told.entries()).isNotEmpty();

    int permitted = 0;
    int withTold = 0;
    List<String> different = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      Caller caller = caller(i);
      Set<String> enforced = visible(caller, numbers);
      ConsentRequest request = explanations.request(question(caller));
      Map<ResourceRef, Explained> withheld = explanations.withheld(request, told);
      for (PatientRecords.Entry entry : entries) {
        Explained explanation = explanations.explain(request, entry, withheld);
        boolean explained = explanation.explanation().decision().permits();
        withTold += explanation.told() == null ? 0 : 1;
        permitted += explained ? 1 : 0;
        if (explained != enforced.contains(entry.resource().toString())) {
          different.add(entry.resource() + " " + explained + " for " + request);
        }
      }
    }

    assertThat(different).isEmpty();
    assertThat(withTold).isGreaterThan(CALLERS);
    assertThat(permitted)
        .isBetween(CALLERS * entries.size() / 10, CALLERS * entries.size() * 9 / 10);
  }

  private void storeAlone(Resource resource) {
    Answer answer =
        as(backend)
            .put(resource.getId(), fhirContext().newJsonParser().encodeResourceToString(resource));
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
  }

  private void store(Bundle bundle) {
    Answer answer =
        as(backend).post("", fhirContext().newJsonParser().encodeResourceToString(bundle));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  private Caller caller(int number) {
    boolean client = random.nextInt(8) == 0;
    String who =
        random.nextInt(5) == 0
            ? invented.patient(random.nextInt(PATIENTS))
            : invented.staff(random.nextInt(PATIENTS));
    Set<String> purposes =
        random.nextInt(4) == 0
            ? Set.of()
            : Set.of(RandomRecords.PURPOSES.get(random.nextInt(RandomRecords.PURPOSES.size())));
    return new Caller(
        client ? "app" : "caller-" + number,
        "app",
        "Caller",
        Optional.of(who),
        Set.of(ROLES.get(random.nextInt(ROLES.size()))),
        SmartScopes.of("user/*.rs"),
        Optional.empty(),
        "token-" + number,
        false,
        Optional.empty(),
        purposes,
        Optional.empty(),
        false);
  }

  /** In a transaction as that of a request. */
  private Set<String> visible(Caller caller, List<Long> numbers) {
    SystemRequestDetails request = new SystemRequestDetails();
    VisibilityOfRequest.setReader(request, readers.of(caller));
    return Objects.requireNonNull(
        transactions
            .withRequest(request)
            .readOnly()
            .execute(
                () ->
                    new HashSet<>(
                        jdbc()
                            .queryForList(
                                "select res_type || '/' || fhir_id from hfj_resource"
                                    + " where res_id = any(?::bigint[])",
                                String.class,
                                (Object) numbers.toArray(Long[]::new)))));
  }

  private static AccessQuestion question(Caller caller) {
    return new AccessQuestion(
        "any",
        Set.of(ResourceRef.ofRelative(caller.fhirUser().orElseThrow()).orElseThrow()),
        caller.roles(),
        new PurposeOfUse(new RolePurposes(List.of())).of(caller),
        Set.of(ConsentAction.ACCESS, ConsentAction.DISCLOSE),
        caller.actsForItself() ? Channel.SYSTEM : Channel.INTERACTIVE,
        Instant.now(),
        new Asked.OfType("any", 0, 0));
  }
}
