package org.andiron.server.operation;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDaoComposition;
import ca.uhn.fhir.model.valueset.BundleTypeEnum;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.IdType;

/**
 * {@code $document}: a Composition and what it refers to. HAPI answers an unknown Composition with
 * an empty document; this answers 404.
 *
 * <p>See <a href="https://hl7.org/fhir/R4/composition-operation-document.html">document</a>.
 */
public final class DocumentOperation {

  private final DaoRegistry daos;

  DocumentOperation(DaoRegistry daos) {
    this.daos = daos;
  }

  /** The document of one Composition. */
  @Operation(
      name = "$document",
      type = Composition.class,
      idempotent = true,
      bundleType = BundleTypeEnum.DOCUMENT)
  public IBundleProvider document(@IdParam IdType id, ServletRequestDetails request) {
    var compositions = daos.getResourceDao(Composition.class);
    compositions.read(id.toVersionless(), request);
    if (!(compositions instanceof IFhirResourceDaoComposition<?> documents)) {
      throw new IllegalStateException("Compositions are not stored as HAPI stores them");
    }
    return documents.getDocumentForComposition(
        request.getServletRequest(), id, null, null, null, null, request);
  }
}
