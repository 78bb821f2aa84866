package org.andiron.audit.rest;

import java.util.Set;
import org.andiron.server.CapabilityCustomizer;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.ConditionalDeleteStatus;
import org.hl7.fhir.r4.model.CapabilityStatement.ResourceVersionPolicy;

/** Says what the audit log does, and that other types do not reach into it. */
final class AuditCapability implements CapabilityCustomizer {

  private static final String PREFIX = EventForm.TYPE + ':';

  /** Of all parameters that types have here, those of the log. */
  private static final Set<String> PARAMETERS =
      Set.of(
          "_id",
          "_lastUpdated",
          "action",
          "address",
          "agent",
          "agent-name",
          "altid",
          "date",
          "entity",
          "entity-type",
          "outcome",
          "patient",
          "policy",
          "site",
          "source",
          "subtype",
          "type");

  @Override
  public void customize(CapabilityStatement statement) {
    statement
        .getRestFirstRep()
        .getResource()
        .forEach(
            it -> {
              if (it.getType().equals(EventForm.TYPE)) {
                describe(it);
              } else {
                it.getSearchRevInclude().removeIf(include -> include.getValue().startsWith(PREFIX));
              }
            });
  }

  private static void describe(CapabilityStatementRestResourceComponent log) {
    log.setDocumentation(
        "The audit log: it grows, and nothing in it changes. Events of other systems are taken in"
            + " by POST and marked as foreign. Sorted by date or -date.");
    log.setVersioning(ResourceVersionPolicy.NOVERSION);
    log.setReadHistory(false);
    log.setUpdateCreate(false);
    log.setConditionalCreate(false);
    log.setConditionalUpdate(false);
    log.setConditionalDelete(ConditionalDeleteStatus.NOTSUPPORTED);
    log.getSearchInclude().clear();
    log.getSearchRevInclude().clear();
    // Those of all types read and compare what is in HAPI's tables.
    log.getOperation().removeIf(it -> !it.getName().equals("validate"));
    log.getSearchParam().removeIf(it -> !PARAMETERS.contains(it.getName()));
  }
}
