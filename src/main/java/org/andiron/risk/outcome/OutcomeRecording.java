package org.andiron.risk.outcome;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.andiron.risk.InstalledModel;
import org.andiron.risk.assessment.ObservedOutcome;
import org.andiron.risk.assessment.StoredPrediction;
import org.andiron.risk.model.ModelCard;
import org.andiron.risk.model.Outcome;
import org.andiron.risk.model.OutcomeOutput;
import org.andiron.risk.monitoring.KnownOutcome;
import org.andiron.risk.monitoring.KnownOutcome.State;
import org.andiron.risk.monitoring.OutcomeStore;
import org.andiron.risk.registry.ModelRegistry;
import org.andiron.risk.training.OutcomeRule;
import org.andiron.risk.training.SubgroupRule;
import org.andiron.storage.RestrictedAccess;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RiskAssessment;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Keeps what is told: in a new version of the RiskAssessment, with the rights of the caller, and
 * for the monitoring, both or neither.
 */
final class OutcomeRecording {

  private static final String NOTHING = " Nothing was stored.";

  private final DaoRegistry daos;
  private final IHapiTransactionService transactions;
  private final ObjectProvider<RestrictedAccess> access;
  private final ModelRegistry registry;
  private final OutcomeStore store;
  private final Clock clock;

  OutcomeRecording(
      DaoRegistry daos,
      IHapiTransactionService transactions,
      ObjectProvider<RestrictedAccess> access,
      ModelRegistry registry,
      OutcomeStore store,
      Clock clock) {
    this.daos = daos;
    this.transactions = transactions;
    this.access = access;
    this.registry = registry;
    this.store = store;
    this.clock = clock;
  }

  /**
   * Keeps what is told.
   *
   * @param outcome its id in the model; empty for the only one
   * @return the RiskAssessment as it is then
   * @throws ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException if there is no such
   *     RiskAssessment for the caller, it is not one of this server's scores, or what is told
   *     cannot be true of it
   */
  RiskAssessment tell(RequestDetails request, String id, String outcome, ToldOutcome told) {
    Instant now = clock.instant();
    IFhirResourceDao<RiskAssessment> dao = daos.getResourceDao(RiskAssessment.class);
    RiskAssessment found = dao.read(new IdType("RiskAssessment", id), request);
    StoredPrediction prediction = prediction(found, id);
    InstalledModel model =
        registry
            .packageOf(prediction.modelDigest())
            .orElseThrow(
                () ->
                    new UnprocessableEntityException(
                        "The package of the model that computed RiskAssessment/"
                            + id
                            + " is not here any more, so that its outcomes are not known."
                            + NOTHING));
    Outcome meant = outcome(model.content().model().card(), prediction, outcome);
    told.requirePossible(
        prediction.asOf(), meant.horizon().map(it -> it.end(prediction.asOf())), now);
    KnownOutcome known =
        new KnownOutcome(
            id,
            meant.id(),
            prediction.modelDigest(),
            Objects.requireNonNull(
                prediction.probabilities().getOrDefault(meant.id(), OptionalDouble.empty())),
            State.valueOf(told.observed().status().name()),
            groups(model, prediction),
            false,
            null);
    return Objects.requireNonNull(
        transactions
            .withRequest(request)
            .execute(() -> stored(request, dao, id, prediction, told, known, now)));
  }

  private RiskAssessment stored(
      RequestDetails request,
      IFhirResourceDao<RiskAssessment> dao,
      String id,
      StoredPrediction prediction,
      ToldOutcome told,
      KnownOutcome known,
      Instant now) {
    RiskAssessment assessment = dao.read(new IdType("RiskAssessment", id), request);
    Optional<ObservedOutcome> before =
        ObservedOutcome.of(assessment, prediction.modelUrl(), known.outcome());
    if (!before.equals(Optional.of(told.observed()))) {
      told.observed().putInto(assessment, prediction.modelUrl(), known.outcome(), now);
      assessment = (RiskAssessment) dao.update(assessment, request).getResource();
    }
    return access
        .getObject()
        .unrestricted(new Telling(store, known, now, Objects.requireNonNull(assessment))::told);
  }

  /** The rows are the server's own, to which nobody who calls has a right. */
  private record Telling(
      OutcomeStore store, KnownOutcome known, Instant now, RiskAssessment assessment) {

    RiskAssessment told() {
      store.tell(known, now);
      return assessment;
    }
  }

  private static StoredPrediction prediction(RiskAssessment assessment, String id) {
    try {
      return StoredPrediction.of(assessment);
    } catch (IllegalArgumentException e) {
      throw new UnprocessableEntityException(
          "RiskAssessment/"
              + id
              + " was not computed by this server's $risk-score, so that no model learns what"
              + " became of it."
              + NOTHING);
    }
  }

  private static Outcome outcome(ModelCard card, StoredPrediction prediction, String named) {
    List<Outcome> predicted =
        card.outcomes().stream()
            .filter(it -> it.output() != OutcomeOutput.QUANTITY)
            .filter(it -> prediction.probabilities().containsKey(it.id()))
            .toList();
    String names = String.join(", ", predicted.stream().map(Outcome::id).toList());
    if (named.isEmpty()) {
      if (predicted.size() > 1) {
        throw new InvalidRequestException(
            "The model predicts several outcomes: name one in 'outcome', of "
                + names
                + "."
                + NOTHING);
      }
      return predicted.stream()
          .findFirst()
          .orElseThrow(
              () ->
                  new UnprocessableEntityException(
                      "This RiskAssessment has a quantity, and predicts nothing that comes about or"
                          + " not."
                          + NOTHING));
    }
    return predicted.stream()
        .filter(it -> it.id().equals(named))
        .findFirst()
        .orElseThrow(
            () ->
                new UnprocessableEntityException(
                    "'outcome' names nothing that this RiskAssessment predicts: "
                        + (named.matches("[A-Za-z0-9._-]{1,100}") ? named : "(unreadable)")
                        + ". It predicts "
                        + (names.isEmpty() ? "nothing that comes about or not" : names)
                        + "."
                        + NOTHING));
  }

  /** Of the whole record, not of what the caller sees of it: no answer shows them. */
  private Map<String, String> groups(InstalledModel model, StoredPrediction prediction) {
    try {
      Patient patient =
          daos.getResourceDao(Patient.class)
              .read(new IdType("Patient", prediction.patientId()), new SystemRequestDetails());
      return model
          .outcomeRule()
          .map(OutcomeRule::subgroups)
          .orElse(SubgroupRule.USUAL)
          .of(patient, prediction.asOf());
    } catch (ResourceNotFoundException | ResourceGoneException e) {
      return Map.of();
    }
  }
}
