package org.andiron.server.validation;

import ca.uhn.fhir.jpa.validation.ValidatorPolicyAdvisor;
import java.util.List;
import org.hl7.fhir.r5.elementmodel.Element;
import org.hl7.fhir.r5.model.ElementDefinition;
import org.hl7.fhir.r5.model.StructureDefinition;
import org.hl7.fhir.r5.utils.validation.IMessagingServices;
import org.hl7.fhir.r5.utils.validation.IResourceValidator;
import org.hl7.fhir.utilities.validation.ValidationMessage;
import org.hl7.fhir.validation.instance.InstanceValidator;

/**
 * HAPI's policy, less a check that needs the definitions of other FHIR versions: whether the
 * elements exist in which an extension may stand. The core library takes R4 itself, which it calls
 * 4.0, for another version than 4.0.1, asks package servers for it and finds the definition at
 * fault when there is none.
 */
public class OwnDefinitionsPolicy extends ValidatorPolicyAdvisor {

  private static final String FIRST = "5.0";
  private static final String LAST = "4.0";

  /** The validator asks this of each resource, before it checks what is special to its type. */
  @Override
  public List<StructureDefinition> getImpliedProfilesForResource(
      IResourceValidator validator,
      Object appContext,
      String stackPath,
      ElementDefinition definition,
      StructureDefinition structure,
      Element resource,
      boolean valid,
      IMessagingServices messageServices,
      List<ValidationMessage> messages) {
    if (validator instanceof InstanceValidator instance) {
      // From a first version to an earlier last one, there is none to check.
      instance.getSettings().setMinVersion(FIRST);
      instance.getSettings().setMaxVersion(LAST);
    }
    return List.of();
  }
}
