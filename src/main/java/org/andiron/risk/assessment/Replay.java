package org.andiron.risk.assessment;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.andiron.risk.assessment.ReplayResult.Difference;
import org.andiron.risk.assessment.ReplayResult.Loss;
import org.andiron.risk.explanation.Influence;
import org.andiron.risk.explanation.PredictionExplanation;
import org.andiron.risk.feature.PatientRecord;
import org.andiron.risk.feature.WrongPatientException;
import org.andiron.risk.model.Estimate;
import org.andiron.risk.model.ModelCard;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.RiskAssessment;

/**
 * Computes stored scores again, from the same versions of their inputs and the same content of the
 * model, whether that is still allowed to be used or not.
 */
public final class Replay {

  /** Beside contributions, what they begin with and add up to. */
  private static final Set<String> ATTRIBUTION = Set.of("base", "sum");

  /** By which contributions may differ between machines, and the score must not. */
  private static final double LAST_DIGITS = 1e-9;

  private final List<Scorer> installed;

  /** Replays by models that are here. */
  public Replay(Collection<Scorer> installed) {
    this.installed = List.copyOf(installed);
  }

  /**
   * References that a replay needs, as they are stored.
   *
   * @throws IllegalArgumentException if the RiskAssessment is not one of this server
   */
  public static Set<String> needed(RiskAssessment stored) {
    return new LinkedHashSet<>(StoredScore.of(stored).basis());
  }

  /**
   * Computes a stored score again.
   *
   * @param resources of the patient in the versions of the basis; others are left alone
   * @throws IllegalArgumentException if the RiskAssessment is not one of this server
   * @throws UnusableBasisException if one of the basis is not of the subject, or the Patient is not
   *     in it
   */
  public ReplayResult of(RiskAssessment stored, Collection<? extends Resource> resources) {
    StoredScore score = StoredScore.of(stored);
    List<Loss> losses = new ArrayList<>();
    Optional<Scorer> scorer = scorer(score, losses);
    List<Resource> basis = basis(score, resources, losses);
    if (scorer.isEmpty() || !losses.isEmpty()) {
      return new ReplayResult.Impossible(losses);
    }
    Score again = scorer.get().again(record(score.patientId(), basis), score.asOf());
    List<Difference> differences = differences(score, again);
    return differences.isEmpty()
        ? new ReplayResult.Reproduced(again)
        : new ReplayResult.Different(again, differences);
  }

  private static PatientRecord record(String patient, List<Resource> basis) {
    if (basis.stream().noneMatch(Patient.class::isInstance)) {
      throw new UnusableBasisException("RiskAssessment.basis does not name the Patient");
    }
    try {
      return PatientRecord.of(patient, basis);
    } catch (WrongPatientException e) {
      throw new UnusableBasisException(
          "RiskAssessment.basis names a " + e.resourceType() + " that is not of the subject");
    }
  }

  private Optional<Scorer> scorer(StoredScore score, List<Loss> losses) {
    String name = score.modelUrl() + "|" + score.modelVersion();
    List<Scorer> sameModel =
        installed.stream().filter(it -> card(it).url().equals(score.modelUrl())).toList();
    List<Scorer> sameVersion =
        sameModel.stream().filter(it -> card(it).version().equals(score.modelVersion())).toList();
    Optional<Scorer> same =
        sameVersion.stream()
            .filter(it -> it.model().content().digest().equals(score.modelDigest()))
            .findFirst();
    if (sameModel.isEmpty()) {
      losses.add(new Loss(Loss.Kind.MODEL, score.modelUrl()));
    } else if (sameVersion.isEmpty()) {
      losses.add(new Loss(Loss.Kind.MODEL_VERSION, name));
    } else if (same.isEmpty()) {
      losses.add(new Loss(Loss.Kind.MODEL_CONTENT, name + " sha256:" + score.modelDigest()));
    }
    return same;
  }

  private static ModelCard card(Scorer scorer) {
    return scorer.model().content().model().card();
  }

  private static List<Resource> basis(
      StoredScore score, Collection<? extends Resource> resources, List<Loss> losses) {
    Map<String, Resource> byReference = new HashMap<>();
    resources.forEach(resource -> byReference.put(reference(resource), resource));
    List<Resource> basis = new ArrayList<>();
    for (String reference : score.basis()) {
      IdType id = new IdType(reference);
      Resource found = byReference.get(reference);
      if (!id.hasVersionIdPart()) {
        losses.add(new Loss(Loss.Kind.VERSION_UNKNOWN, reference));
      } else if (found == null) {
        losses.add(new Loss(Loss.Kind.RESOURCE_VERSION, reference));
      } else {
        basis.add(found);
      }
    }
    return basis;
  }

  private static String reference(Resource resource) {
    String version = resource.getMeta().getVersionId();
    if (version == null) {
      version = resource.getIdElement().getVersionIdPart();
    }
    return "%s/%s/_history/%s"
        .formatted(resource.fhirType(), resource.getIdElement().getIdPart(), version);
  }

  private static List<Difference> differences(StoredScore stored, Score again) {
    List<Difference> differences = new ArrayList<>();
    if (!stored.inputHash().equals(again.inputHash())) {
      differences.add(
          new Difference(
              Optional.empty(), "inputHash", stored.inputHash(), Optional.of(again.inputHash())));
    }
    Map<String, Map<String, Double>> computed = new HashMap<>();
    again.predictions().forEach(it -> computed.put(it.outcome().id(), numbers(it)));
    stored
        .numbers()
        .forEach(
            (outcome, numbers) ->
                compare(outcome, numbers, computed.getOrDefault(outcome, Map.of()), differences));
    return differences;
  }

  private static void compare(
      String outcome,
      Map<String, Double> stored,
      Map<String, Double> computed,
      List<Difference> differences) {
    stored.forEach(
        (name, number) -> {
          Double now = computed.get(name);
          if (now == null || !isSame(name, number, now)) {
            differences.add(
                new Difference(
                    Optional.of(outcome),
                    name,
                    number.toString(),
                    Optional.ofNullable(now).map(Object::toString)));
          }
        });
  }

  private static boolean isSame(String name, double stored, double computed) {
    if (ATTRIBUTION.contains(name) || name.startsWith(StoredScore.CONTRIBUTION)) {
      return Math.abs(stored - computed) <= LAST_DIGITS * Math.max(1, Math.abs(stored));
    }
    return Double.compare(stored, computed) == 0;
  }

  /** The numbers that a RiskAssessment keeps, by the same names. */
  private static Map<String, Double> numbers(PredictionExplanation explanation) {
    Estimate estimate = explanation.prediction().estimate();
    Map<String, Double> numbers = new LinkedHashMap<>();
    put(numbers, "probability", estimate.probability());
    if (estimate.probability().isPresent()) {
      numbers.put(
          StoredScore.PERCENT,
          PredictionPart.percent(explanation.outcome(), estimate.probability().getAsDouble())
              .doubleValue());
    }
    put(numbers, "score", estimate.score());
    put(numbers, "quantity", estimate.quantity());
    put(numbers, "annualRate", estimate.annualRate());
    numbers.put("predictor", estimate.attribution().predictor() + 0.0);
    numbers.put("base", estimate.attribution().base() + 0.0);
    numbers.put("sum", explanation.sum() + 0.0);
    for (Influence influence : explanation.influences()) {
      numbers.put(
          StoredScore.CONTRIBUTION + influence.actual().input().name(),
          influence.contribution() + 0.0);
    }
    return numbers;
  }

  private static void put(Map<String, Double> numbers, String name, OptionalDouble value) {
    if (value.isPresent()) {
      numbers.put(name, value.getAsDouble() + 0.0);
    }
  }
}
