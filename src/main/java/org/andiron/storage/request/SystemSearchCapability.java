package org.andiron.storage.request;

import java.util.Map;
import java.util.TreeMap;
import org.andiron.server.CapabilityCustomizer;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.SystemRestfulInteraction;
import org.hl7.fhir.r4.model.Enumerations.SearchParamType;

/** Searches of all types, which HAPI does not mention: that there are, and by what. */
final class SystemSearchCapability implements CapabilityCustomizer {

  private static final Map<String, SearchParamType> PARAMETERS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("_content", SearchParamType.STRING),
              Map.entry("_filter", SearchParamType.SPECIAL),
              Map.entry("_has", SearchParamType.STRING),
              Map.entry("_id", SearchParamType.TOKEN),
              Map.entry("_lastUpdated", SearchParamType.DATE),
              Map.entry("_list", SearchParamType.STRING),
              Map.entry("_profile", SearchParamType.URI),
              Map.entry("_security", SearchParamType.TOKEN),
              Map.entry("_source", SearchParamType.URI),
              Map.entry("_tag", SearchParamType.TOKEN),
              Map.entry("_text", SearchParamType.STRING),
              Map.entry("_type", SearchParamType.SPECIAL)));

  @Override
  public void customize(CapabilityStatement statement) {
    CapabilityStatementRestComponent rest = statement.getRestFirstRep();
    if (rest.getInteraction().stream()
        .noneMatch(it -> it.getCode() == SystemRestfulInteraction.SEARCHSYSTEM)) {
      rest.addInteraction().setCode(SystemRestfulInteraction.SEARCHSYSTEM);
    }
    PARAMETERS.forEach((name, type) -> rest.addSearchParam().setName(name).setType(type));
  }
}
