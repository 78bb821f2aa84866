package org.andiron.risk.assessment;

import java.util.Collection;
import org.andiron.risk.InstalledModel;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Device.FHIRDeviceStatus;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;

/** Several answers, or several models, in a collection. */
public final class AnswerBundle {

  private AnswerBundle() {}

  /** Answers of several models, each under its identifier unless it is stored. */
  public static Bundle ofAnswers(Collection<? extends DomainResource> answers, String base) {
    Bundle bundle = new Bundle().setType(BundleType.COLLECTION);
    for (DomainResource answer : answers) {
      bundle
          .addEntry()
          .setFullUrl(
              answer.hasIdElement() && answer.getIdElement().hasIdPart()
                  ? url(base, answer)
                  : RiskAnswer.identifier(answer))
          .setResource(answer);
    }
    return bundle;
  }

  /**
   * Devices of models, each followed by its card.
   *
   * @param base of the server, without a slash at its end
   */
  public static Bundle ofModels(Collection<InstalledModel> models, String base) {
    Bundle bundle = new Bundle().setType(BundleType.COLLECTION);
    for (InstalledModel model : models) {
      ModelResources resources = new ModelResources(model);
      add(bundle, base, resources.device(FHIRDeviceStatus.ACTIVE));
      add(bundle, base, resources.card(DocumentReferenceStatus.CURRENT));
    }
    return bundle;
  }

  private static void add(Bundle bundle, String base, DomainResource resource) {
    bundle.addEntry().setFullUrl(url(base, resource)).setResource(resource);
  }

  private static String url(String base, DomainResource resource) {
    return base + "/" + resource.fhirType() + "/" + resource.getIdElement().getIdPart();
  }
}
