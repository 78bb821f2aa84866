package org.andiron.audit.report;

import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentComponent;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;

/** How agents of AuditEvents are called. */
final class Names {

  private Names() {}

  /** As people know them; empty if nobody says. */
  static String of(AuditEventAgentComponent agent) {
    return agent.hasName() ? agent.getName() : of(agent.getWho());
  }

  /** As people know them; empty if nobody says. */
  static String of(Reference who) {
    return who.hasDisplay() ? who.getDisplay() : "";
  }

  /** By name, or by whatever else tells them apart. */
  static String ofAnyKind(AuditEventAgentComponent agent) {
    String name = of(agent);
    return name.isEmpty() ? technical(agent) : name;
  }

  /** Where they are on the network; empty if nobody says. */
  static String address(AuditEventAgentComponent agent) {
    return agent.getNetwork().hasAddress() ? agent.getNetwork().getAddress() : "";
  }

  /** The same for the same one. */
  static String key(AuditEventAgentComponent agent) {
    Identifier identifier = agent.getWho().getIdentifier();
    if (identifier.hasValue()) {
      return "i "
          + (identifier.hasSystem() ? identifier.getSystem() : "")
          + '\n'
          + identifier.getValue();
    }
    if (agent.getWho().hasReference()) {
      return "r " + agent.getWho().getReference();
    }
    return "n " + (agent.hasAltId() ? agent.getAltId() : of(agent));
  }

  private static String technical(AuditEventAgentComponent agent) {
    Reference who = agent.getWho();
    if (who.getIdentifier().hasValue()) {
      return who.getIdentifier().getValue();
    }
    if (who.hasReference()) {
      return who.getReference();
    }
    return agent.hasAltId() ? agent.getAltId() : "";
  }
}
