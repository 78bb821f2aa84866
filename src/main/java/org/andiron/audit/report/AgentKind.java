package org.andiron.audit.report;

import java.util.Set;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentComponent;
import org.hl7.fhir.r4.model.Reference;

/** What an agent of an AuditEvent is. */
enum AgentKind {
  /** The patient whose record it is. */
  SELF,
  RELATIVE,
  /** Whoever else: also whatever cannot be told. */
  PERSON,
  ORGANIZATION,
  /** Whose rights were used. */
  DELEGATOR,
  APP,
  /** What recorded the event. */
  SERVER;

  private static final Set<String> OF_PEOPLE = Set.of("IRCP", "AUT", "humanuser", "UserOauthAgent");

  private static final Set<String> OF_APPS =
      Set.of("110150", "110152", "110153", "custodian", "authserver", "AuthzOauthService");

  /**
   * What it is. Of a foreign event types are claims that anybody can make, by any name: only
   * references tell.
   *
   * @param patient logical id
   */
  static AgentKind of(
      AuditEventAgentComponent agent, AuditEvent event, String patient, boolean foreign) {
    String who = agent.getWho().hasReference() ? agent.getWho().getReference() : "";
    if (has(agent, Set.of("DELEGATOR"))) {
      return DELEGATOR;
    }
    if (who.equals("Patient/" + patient)) {
      return SELF;
    }
    if (who.startsWith("RelatedPerson/")) {
      return RELATIVE;
    }
    if (who.startsWith("Organization/") || (!foreign && has(agent, Set.of("PROV")))) {
      return ORGANIZATION;
    }
    if (who.startsWith("Device/")) {
      return APP;
    }
    if (foreign || has(agent, OF_PEOPLE)) {
      return PERSON;
    }
    if (isObserver(agent.getWho(), event.getSource().getObserver())) {
      return SERVER;
    }
    return has(agent, OF_APPS) ? APP : PERSON;
  }

  private static boolean isObserver(Reference who, Reference observer) {
    return who.getIdentifier().hasValue()
        && who.getIdentifier().getValue().equals(observer.getIdentifier().getValue());
  }

  private static boolean has(AuditEventAgentComponent agent, Set<String> codes) {
    return agent.getType().getCoding().stream().anyMatch(it -> codes.contains(it.getCode()));
  }
}
