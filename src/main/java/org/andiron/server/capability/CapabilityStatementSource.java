package org.andiron.server.capability;

import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.jpa.provider.JpaCapabilityStatementProvider;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Metadata;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.andiron.server.CapabilityCustomizer;
import org.hl7.fhir.instance.model.api.IBaseConformance;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.ConditionalReadStatus;
import org.hl7.fhir.r4.model.CapabilityStatement.ReferenceHandlingPolicy;
import org.hl7.fhir.r4.model.CapabilityStatement.SystemRestfulInteraction;

/**
 * Builds the <a href="https://hl7.org/fhir/R4/capabilitystatement.html">CapabilityStatement</a>:
 * HAPI lists what is bound to the endpoint, this class adds what HAPI does not say of it.
 */
final class CapabilityStatementSource extends JpaCapabilityStatementProvider {

  private static final String COMPARTMENT_URL = "http://hl7.org/fhir/CompartmentDefinition/";

  private static final List<String> COMPARTMENTS =
      List.of("patient", "encounter", "practitioner", "relatedPerson", "device");

  private final List<CapabilityCustomizer> customizers;
  private final DaoRegistry daos;

  CapabilityStatementSource(
      RestfulServer server,
      IFhirSystemDao<?, ?> systemDao,
      JpaStorageSettings storageSettings,
      ISearchParamRegistry searchParamRegistry,
      DaoRegistry daos,
      List<CapabilityCustomizer> customizers) {
    // No validation support: with it, HAPI would parse every structure of R4 to find profiles. The
    // profiles in force are known to the customizers.
    super(server, systemDao, storageSettings, searchParamRegistry, null);
    this.customizers = List.copyOf(customizers);
    this.daos = daos;
    setIncludeResourceCounts(false);
  }

  @Override
  @Metadata(cacheMillis = 0)
  public IBaseConformance getServerConformance(
      HttpServletRequest servletRequest, RequestDetails request) {
    CapabilityStatement statement =
        (CapabilityStatement) super.getServerConformance(servletRequest, request);
    statement.setId("andiron");
    statement.setName("AndironCapabilityStatement");
    statement.setTitle("What this Andiron server does");
    CapabilityStatementRestComponent rest = statement.getRestFirstRep();
    for (String compartment : COMPARTMENTS) {
      rest.addCompartment(COMPARTMENT_URL + compartment);
    }
    for (CapabilityStatementRestResourceComponent resource : rest.getResource()) {
      resource.setReadHistory(true);
      resource.setUpdateCreate(true);
      resource.setConditionalRead(ConditionalReadStatus.FULLSUPPORT);
      resource.addReferencePolicy(ReferenceHandlingPolicy.LITERAL);
      resource.addReferencePolicy(ReferenceHandlingPolicy.ENFORCED);
    }
    if (rest.getInteraction().stream()
        .noneMatch(it -> it.getCode() == SystemRestfulInteraction.BATCH)) {
      rest.addInteraction().setCode(SystemRestfulInteraction.BATCH);
    }
    customizers.forEach(it -> it.customize(statement));
    return statement;
  }

  /**
   * The definition of an operation of this server, as the statement refers to it, or one that was
   * stored: HAPI would hide the stored ones.
   */
  @Override
  @Read(typeName = "OperationDefinition")
  public IBaseResource readOperationDefinition(@IdParam IIdType id, RequestDetails request) {
    try {
      return super.readOperationDefinition(id, request);
    } catch (ResourceNotFoundException e) {
      return daos.getResourceDao("OperationDefinition").read(id, request);
    }
  }
}
