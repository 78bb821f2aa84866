package org.andiron.risk.operation;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.andiron.risk.InstalledModel;
import org.andiron.risk.assessment.ModelResources;
import org.andiron.risk.assessment.RiskAnswer;
import org.andiron.risk.assessment.Score;
import org.andiron.risk.assessment.ScoreProvenance;
import org.andiron.risk.assessment.StoredPrediction;
import org.andiron.security.Caller;
import org.andiron.storage.SelectedResources;
import org.andiron.storage.SelectedResources.Statement;
import org.hl7.fhir.r4.model.Device.FHIRDeviceStatus;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.RiskAssessment;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * Stores RiskAssessments, each with its Provenance, in the name of the caller; and Device and card
 * of the model, in that of the server. The same answer is not stored twice.
 */
public final class StoredAnswers {

  private static final String URIS = "urn:ietf:rfc:3986";

  /** Of one transaction: what it has stored it looks through again and again. */
  private static final int AT_ONCE = 50;

  /** Tells these advisory locks from others: PostgreSQL keeps pairs apart from single numbers. */
  private static final int NAMESPACE = 0x7269736b;

  /** Over which answers are spread, so that a population does not fill PostgreSQL's table. */
  private static final int LOCKS = 256;

  private static final String LOCK =
      "select count(pg_advisory_xact_lock(?, number)) from unnest(?::int[]) as number";

  private static final String STORED =
      "select r.fhir_id from hfj_resource r where r.res_deleted_at is null and r.res_id in (%s)";

  private final DaoRegistry daos;
  private final IHapiTransactionService transactions;
  private final JdbcOperations jdbc;
  private final SelectedResources search;
  private final Clock clock;

  /** A score that has an answer. */
  record Answer(Score score, RiskAssessment assessment) {

    String identifier() {
      return RiskAnswer.identifier(assessment);
    }
  }

  StoredAnswers(
      DaoRegistry daos,
      IHapiTransactionService transactions,
      JdbcOperations jdbc,
      SelectedResources search,
      Clock clock) {
    this.daos = daos;
    this.transactions = transactions;
    this.jdbc = jdbc;
    this.search = search;
    this.clock = clock;
  }

  /**
   * Stores answers of models that are {@linkplain #keep(InstalledModel) kept}, some with each
   * transaction. One that is stored already stays as it is, also if somebody else stores it at the
   * same time.
   *
   * @return as they were asked for, with id and version of what is stored, in the same order
   */
  List<RiskAssessment> store(
      RequestDetails request, List<Answer> answers, Optional<Caller> caller) {
    List<RiskAssessment> stored = new ArrayList<>(answers.size());
    for (int from = 0; from < answers.size(); from += AT_ONCE) {
      List<Answer> some = answers.subList(from, Math.min(answers.size(), from + AT_ONCE));
      stored.addAll(
          Objects.requireNonNull(
              transactions
                  .withRequest(request)
                  .execute(() -> storeTogether(request, some, caller))));
    }
    return stored;
  }

  private List<RiskAssessment> storeTogether(
      RequestDetails request, List<Answer> answers, Optional<Caller> caller) {
    lock(answers.stream().map(Answer::identifier));
    Map<String, RiskAssessment> stored = stored(request, answers);
    label(answers);
    return answers.stream()
        .map(
            it ->
                identified(
                    it.assessment(),
                    stored.computeIfAbsent(
                        it.identifier(), identifier -> create(request, it, caller))))
        .toList();
  }

  /** A score says no less of how sensitive it is than what it was computed from. */
  private void label(List<Answer> answers) {
    InputLabels labels =
        new InputLabels(
            jdbc, answers.stream().flatMap(it -> it.score().basis().stream()).distinct().toList());
    answers.forEach(it -> labels.addTo(it.assessment().getMeta(), it.score().basis()));
  }

  /** The one who stored it may have asked in another language, or for no reasons. */
  private static RiskAssessment identified(RiskAssessment asked, RiskAssessment stored) {
    asked.setId(stored.getIdElement());
    asked.getMeta().setVersionId(stored.getMeta().getVersionId());
    asked.getMeta().setLastUpdated(stored.getMeta().getLastUpdated());
    return asked;
  }

  /** In ascending order, so that no two wait for each other; until the end of the transaction. */
  private void lock(Stream<String> names) {
    Integer[] numbers =
        names
            .map(it -> Math.floorMod(it.hashCode(), LOCKS))
            .distinct()
            .sorted()
            .toArray(Integer[]::new);
    jdbc.query(LOCK, row -> {}, NAMESPACE, numbers);
  }

  /** By identifier, as far as they exist for the caller and still say the same. */
  private Map<String, RiskAssessment> stored(RequestDetails request, List<Answer> answers) {
    Map<String, RiskAssessment> asked = new LinkedHashMap<>();
    answers.forEach(it -> asked.put(it.identifier(), it.assessment()));
    String identifiers =
        asked.keySet().stream().map(it -> URIS + '|' + it).collect(Collectors.joining(","));
    Statement selected = search.select("RiskAssessment", "identifier=" + identifiers);
    Map<String, RiskAssessment> stored = new HashMap<>();
    for (String id :
        jdbc.queryForList(
            STORED.formatted(selected.text()), String.class, selected.values().toArray())) {
      RiskAssessment one =
          daos.getResourceDao(RiskAssessment.class).read(new IdType("RiskAssessment", id), request);
      String identifier = RiskAnswer.identifier(one);
      RiskAssessment same = asked.get(identifier);
      if (same != null && StoredPrediction.isSame(same, one)) {
        stored.put(identifier, one);
      }
    }
    return stored;
  }

  private RiskAssessment create(RequestDetails request, Answer answer, Optional<Caller> caller) {
    var outcome = daos.getResourceDao(RiskAssessment.class).create(answer.assessment(), request);
    daos.getResourceDao(Provenance.class)
        .create(
            ScoreProvenance.of(
                answer.score(),
                new Reference(outcome.getId().toUnqualified().getValue()),
                clock.instant(),
                caller.flatMap(Caller::fhirUser).map(Reference::new).orElse(null)),
            request);
    return (RiskAssessment) outcome.getResource();
  }

  /** Stores Device and card of a model. They do not change, so that what is there already stays. */
  public void keep(InstalledModel model) {
    ModelResources resources = new ModelResources(model);
    keep(resources.device(FHIRDeviceStatus.ACTIVE));
    keep(resources.card(DocumentReferenceStatus.CURRENT));
  }

  private <T extends Resource> void keep(T resource) {
    SystemRequestDetails own = new SystemRequestDetails();
    @SuppressWarnings("unchecked")
    IFhirResourceDao<T> dao = daos.getResourceDao((Class<T>) resource.getClass());
    try {
      dao.read(new IdType(resource.fhirType(), resource.getIdElement().getIdPart()), own);
    } catch (ResourceNotFoundException | ResourceGoneException e) {
      transactions
          .withRequest(own)
          .execute(
              () -> {
                // Who waits for it finds the same, which makes no new version.
                lock(Stream.of(resource.getId()));
                dao.update(resource, own);
              });
    }
  }
}
