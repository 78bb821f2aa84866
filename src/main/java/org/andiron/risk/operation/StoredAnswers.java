package org.andiron.risk.operation;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import org.andiron.risk.InstalledModel;
import org.andiron.risk.assessment.ModelResources;
import org.andiron.risk.assessment.RiskAnswer;
import org.andiron.risk.assessment.Score;
import org.andiron.risk.assessment.ScoreProvenance;
import org.andiron.security.Caller;
import org.hl7.fhir.r4.model.Device.FHIRDeviceStatus;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.RiskAssessment;

/**
 * Stores RiskAssessments, each with its Provenance, in the name of the caller; and Device and card
 * of the model, in that of the server. The same answer is not stored twice.
 */
public final class StoredAnswers {

  private static final String URIS = "urn:ietf:rfc:3986";

  private final DaoRegistry daos;
  private final IHapiTransactionService transactions;
  private final Clock clock;

  StoredAnswers(DaoRegistry daos, IHapiTransactionService transactions, Clock clock) {
    this.daos = daos;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * Stores an answer of a model that is {@linkplain #keep(InstalledModel) kept}; as it is stored
   * then.
   */
  RiskAssessment store(
      RequestDetails request, Score score, RiskAssessment answer, Optional<Caller> caller) {
    String criteria = "RiskAssessment?identifier=" + URIS + '|' + RiskAnswer.identifier(answer);
    return Objects.requireNonNull(
        transactions
            .withRequest(request)
            .execute(
                () -> {
                  var outcome =
                      daos.getResourceDao(RiskAssessment.class).create(answer, criteria, request);
                  RiskAssessment stored = (RiskAssessment) outcome.getResource();
                  if (Boolean.TRUE.equals(outcome.getCreated())) {
                    daos.getResourceDao(Provenance.class)
                        .create(
                            ScoreProvenance.of(
                                score,
                                new Reference(outcome.getId().toUnqualified().getValue()),
                                clock.instant(),
                                caller.flatMap(Caller::fhirUser).map(Reference::new).orElse(null)),
                            request);
                  }
                  return stored;
                }));
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
      dao.update(resource, own);
    }
  }
}
