package org.andiron.server.operation;

import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.Map;
import java.util.TreeMap;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Parameters;

/** {@code $get-resource-counts}: how many resources of each type there are now, counted anew. */
public final class ResourceCountsOperation {

  private final IFhirSystemDao<Bundle, Meta> systemDao;
  private final IHapiTransactionService transactions;

  ResourceCountsOperation(
      IFhirSystemDao<Bundle, Meta> systemDao, IHapiTransactionService transactions) {
    this.systemDao = systemDao;
    this.transactions = transactions;
  }

  /** One integer parameter per resource type that has any resource. */
  @Operation(name = "$get-resource-counts", idempotent = true)
  public Parameters counts(RequestDetails request) {
    Map<String, Long> counts =
        transactions.withRequest(request).readOnly().execute(systemDao::getResourceCounts);
    Parameters parameters = new Parameters();
    new TreeMap<>(counts)
        .forEach(
            (type, count) ->
                parameters
                    .addParameter()
                    .setName(type)
                    .setValue(new IntegerType(Math.toIntExact(count))));
    return parameters;
  }
}
