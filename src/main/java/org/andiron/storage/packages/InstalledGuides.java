package org.andiron.storage.packages;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.andiron.server.CapabilityCustomizer;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.PrimitiveType;

/** Lists the installed implementation guides and their profiles in the CapabilityStatement. */
final class InstalledGuides implements CapabilityCustomizer {

  private final InstalledPackages installed;

  InstalledGuides(InstalledPackages installed) {
    this.installed = installed;
  }

  @Override
  public void customize(CapabilityStatement statement) {
    for (InstalledPackage fhirPackage : installed.all()) {
      fhirPackage.implementationGuides().forEach(statement::addImplementationGuide);
    }
    Map<String, List<String>> profiles = installed.profilesByType();
    for (CapabilityStatementRestResourceComponent resource :
        statement.getRestFirstRep().getResource()) {
      Set<String> listed = new HashSet<>();
      resource.getSupportedProfile().stream().map(PrimitiveType::getValue).forEach(listed::add);
      profiles.getOrDefault(resource.getType(), List.of()).stream()
          .filter(listed::add)
          .forEach(resource::addSupportedProfile);
    }
  }
}
