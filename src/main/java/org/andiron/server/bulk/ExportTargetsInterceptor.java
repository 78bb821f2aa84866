package org.andiron.server.bulk;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.ArrayList;
import java.util.List;
import org.andiron.server.JobRights;
import org.andiron.server.RequestPipeline;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;

/**
 * An export of a Patient or Group that does not exist for its caller is answered as one of an id
 * that there is not. HAPI looks whether there is one, but as the server itself.
 */
@Interceptor
public final class ExportTargetsInterceptor {

  private final DaoRegistry daos;
  private final JobRights rights;

  ExportTargetsInterceptor(DaoRegistry daos, JobRights rights) {
    this.daos = daos;
    this.rights = rights;
  }

  /** Reads what the export is about as the caller reads it. */
  @Hook(
      value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED,
      order = RequestPipeline.EXPORT_TARGETS)
  public void check(RequestDetails request) {
    String type = request.getResourceName();
    if (!"$export".equals(request.getOperation()) || type == null) {
      return;
    }
    List<IIdType> targets = targets(request);
    if (!targets.isEmpty()) {
      rights.requireNamingPatients(request);
    }
    for (IIdType id : targets) {
      daos.getResourceDao(type).read(id.toUnqualifiedVersionless().withResourceType(type), request);
    }
  }

  private static List<IIdType> targets(RequestDetails request) {
    List<IIdType> targets = new ArrayList<>();
    if (request.getId() != null) {
      targets.add(request.getId());
    }
    for (String patient : request.getParameters().getOrDefault("patient", new String[0])) {
      targets.add(new IdType(patient));
    }
    if (request.getResource() instanceof Parameters body) {
      for (ParametersParameterComponent parameter : body.getParameter()) {
        if ("patient".equals(parameter.getName()) && parameter.getValue() != null) {
          targets.add(
              new IdType(
                  parameter.getValue() instanceof Reference reference
                      ? reference.getReference()
                      : parameter.getValue().primitiveValue()));
        }
      }
    }
    return targets;
  }
}
