package org.andiron.audit.report.operation;

import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Organization;

/** Names of organizations, which the log knows by reference. Each is looked up once. */
final class OrganizationNames implements UnaryOperator<String> {

  private final IFhirResourceDao<Organization> organizations;
  private final Map<String, String> known = new HashMap<>();

  OrganizationNames(IFhirResourceDao<Organization> organizations) {
    this.organizations = organizations;
  }

  /** The name; the reference itself if there is no such organization any more, or none has it. */
  @Override
  public String apply(String reference) {
    return known.computeIfAbsent(reference, this::find);
  }

  private String find(String reference) {
    IdType id = new IdType(reference).toVersionless();
    if (id.isAbsolute() || !"Organization".equals(id.getResourceType())) {
      return reference;
    }
    try {
      Organization found = organizations.read(id, new SystemRequestDetails());
      return found.hasName() ? found.getName() : reference;
    } catch (BaseServerResponseException e) {
      return reference;
    }
  }
}
