package org.andiron.risk.operation;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.model.api.annotation.Description;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.andiron.risk.InstalledModel;
import org.andiron.risk.assessment.Replay;
import org.andiron.risk.assessment.ReplayAnswer;
import org.andiron.risk.assessment.Scorer;
import org.andiron.risk.assessment.StoredPrediction;
import org.andiron.risk.assessment.UnusableBasisException;
import org.andiron.risk.feature.ResourceVersion;
import org.andiron.risk.record.RecordReader;
import org.andiron.risk.registry.ModelRegistry;
import org.andiron.risk.registry.RegisteredModel;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.RiskAssessment;

/** {@code RiskAssessment/[id]/$replay}: computes a stored score again, from the same versions. */
public final class ReplayOperation {

  private final DaoRegistry daos;
  private final RecordReader records;
  private final ModelRegistry registry;
  private final RiskScoring scoring;

  ReplayOperation(
      DaoRegistry daos, RecordReader records, ModelRegistry registry, RiskScoring scoring) {
    this.daos = daos;
    this.records = records;
    this.registry = registry;
    this.scoring = scoring;
  }

  /** Whether the same numbers come out; or what is gone. */
  @Operation(
      name = "$replay",
      type = RiskAssessment.class,
      idempotent = true,
      returnParameters = {
        @OperationParam(name = "result", typeName = "code", min = 1, max = 1),
        @OperationParam(name = "difference", max = OperationParam.MAX_UNLIMITED),
        @OperationParam(name = "lost", max = OperationParam.MAX_UNLIMITED)
      })
  @Description(
      shortDefinition =
          "Computes a stored risk again: same, different (with each number), or impossible (with"
              + " what is gone)")
  public Parameters replay(@IdParam IdType id, ServletRequestDetails request) {
    RiskAssessment stored = daos.getResourceDao(RiskAssessment.class).read(id, request);
    Set<String> needed = ours(id, () -> Replay.needed(stored));
    String digest = ours(id, () -> StoredPrediction.of(stored).modelDigest());
    List<ResourceVersion> versions =
        needed.stream()
            .map(IdType::new)
            .filter(IdType::hasVersionIdPart)
            .map(
                it ->
                    new ResourceVersion(
                        it.getResourceType(), it.getIdPart(), it.getVersionIdPart()))
            .toList();
    List<Resource> found = records.readVersions(request, versions).found();
    try {
      return ReplayAnswer.of(new Replay(scorers(digest)).of(stored, found));
    } catch (UnusableBasisException e) {
      throw new UnusableInput(
              "RiskAssessment.basis",
              e.getMessage() + ". It was changed since; nothing was computed.")
          .refusal();
    }
  }

  /** By the package of then, though another has its place by now; the others tell what is gone. */
  private List<Scorer> scorers(String digest) {
    Stream<InstalledModel> current =
        registry.current().all().stream()
            .filter(it -> it.model().isPresent())
            .map(RegisteredModel::installed);
    return Stream.concat(registry.packageOf(digest).stream(), current)
        .map(scoring::scorer)
        .toList();
  }

  private static <T> T ours(IdType id, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (IllegalArgumentException e) {
      throw new UnprocessableEntityException(
          "RiskAssessment/"
              + id.getIdPart()
              + " was not computed by this server's $risk-score, so that it cannot be computed"
              + " again.");
    }
  }
}
