package org.andiron.server.operation;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.i18n.Msg;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.ips.api.Section;
import ca.uhn.fhir.jpa.ips.jpa.DefaultJpaIpsGenerationStrategy;
import ca.uhn.fhir.jpa.ips.jpa.JpaSectionSearchStrategyCollection;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Device;
import org.hl7.fhir.r4.model.Device.DeviceNameType;
import org.hl7.fhir.r4.model.IdType;

/**
 * HAPI's International Patient Summary with one search for each type of resource in a section,
 * where HAPI's has one for every ten resources.
 */
final class SummaryStrategy extends DefaultJpaIpsGenerationStrategy {

  private final DaoRegistry daos;

  SummaryStrategy(FhirContext context, DaoRegistry daos) {
    this.daos = daos;
    setFhirContext(context);
    setDaoRegistry(daos);
  }

  /** This server; HAPI names a university. */
  @Override
  public IBaseResource createAuthor() {
    Device server = new Device();
    server.addDeviceName().setName("Andiron").setType(DeviceNameType.OTHER);
    server.setId(IdType.newRandomUuid());
    return server;
  }

  /**
   * HAPI reads nothing if the newest version was removed or withheld after it was found.
   *
   * @throws ResourceNotFoundException also then, in the same words
   */
  @Override
  public IBaseResource fetchPatient(IIdType id, RequestDetails request) {
    IBaseResource patient = daos.getResourceDao("Patient").read(id, request);
    if (patient == null) {
      throw new ResourceNotFoundException(
          Msg.code(2001) + "Resource " + id.getValue() + " is not known");
    }
    return patient;
  }

  @Override
  protected void addJpaSection(Section section, JpaSectionSearchStrategyCollection searches) {
    addSection(section, new SummarySection(searches, daos));
  }
}
