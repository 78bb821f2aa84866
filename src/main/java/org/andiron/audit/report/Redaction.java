package org.andiron.audit.report;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentComponent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventEntityComponent;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;

/**
 * Takes out of AuditEvents who people are that are neither the patient nor a relative, and leaves
 * their roles and a number. All that is told of an event is read after this: no name of theirs gets
 * further. The same person has the same number in one report, and perhaps another in the next.
 */
final class Redaction {

  /** System of the numbers, in {@code agent.who.identifier}. */
  static final String NUMBERS = "urn:andiron:audit-report-person";

  private static final Coding REDACTED =
      new Coding(
          "http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "REDACTED", "redacted");

  private static final Set<AgentKind> NAMED_OF_OURS =
      Set.of(
          AgentKind.SELF,
          AgentKind.RELATIVE,
          AgentKind.ORGANIZATION,
          AgentKind.APP,
          AgentKind.SERVER);

  private final StaffNames policy;
  private final String patient;
  private final Map<String, Integer> numbers = new HashMap<>();

  /**
   * @param patient logical id of whose record it is
   */
  Redaction(StaffNames policy, String patient) {
    this.policy = policy;
    this.patient = patient;
  }

  /** Changes an event, as far as the policy asks. */
  void apply(AuditEvent event, boolean foreign) {
    if (policy == StaffNames.NAMES) {
      return;
    }
    boolean changed = false;
    // All kinds first: what an agent is is told by what the others say as well.
    List<AgentKind> kinds =
        event.getAgent().stream().map(it -> AgentKind.of(it, event, patient, foreign)).toList();
    for (int i = 0; i < kinds.size(); i++) {
      AuditEventAgentComponent agent = event.getAgent().get(i);
      boolean named =
          NAMED_OF_OURS.contains(kinds.get(i))
              || (kinds.get(i) == AgentKind.DELEGATOR && isPatient(agent));
      if (!named) {
        event.getAgent().set(i, withoutName(agent));
        changed = true;
      } else if (foreign) {
        event.getAgent().set(i, bare(agent, new Reference(agent.getWho().getReference())));
      }
    }
    if (changed || foreign) {
      for (AuditEventAgentComponent it : event.getAgent()) {
        // By the machine and the token one finds out who it was.
        it.setNetwork(null);
        it.getPolicy().clear();
      }
      event.getMeta().getProfile().clear();
      event.getMeta().addSecurity(REDACTED.copy());
    }
    if (foreign) {
      dropTexts(event);
    }
  }

  private boolean isPatient(AuditEventAgentComponent agent) {
    return ("Patient/" + patient).equals(agent.getWho().getReference());
  }

  private AuditEventAgentComponent withoutName(AuditEventAgentComponent agent) {
    int number = numbers.computeIfAbsent(Names.key(agent), it -> numbers.size() + 1);
    return bare(
        agent,
        new Reference()
            .setIdentifier(new Identifier().setSystem(NUMBERS).setValue(Integer.toString(number))));
  }

  private static AuditEventAgentComponent bare(AuditEventAgentComponent agent, Reference who) {
    AuditEventAgentComponent bare = new AuditEventAgentComponent();
    agent.getType().getCoding().forEach(it -> bare.getType().addCoding(it.copy()));
    agent.getRole().forEach(it -> bare.addRole(it.copy()));
    bare.setWho(who);
    bare.setRequestorElement(agent.getRequestorElement().copy());
    agent.getPurposeOfUse().forEach(it -> bare.addPurposeOfUse(it.copy()));
    return bare;
  }

  /** What other systems write into texts, extensions and contained resources may be names. */
  private static void dropTexts(AuditEvent event) {
    event.setText(null);
    event.getContained().clear();
    event.getExtension().clear();
    event.getModifierExtension().clear();
    event.setOutcomeDesc(null);
    Reference observer = event.getSource().getObserver();
    event
        .getSource()
        .setObserver(
            observer.hasReference() && observer.getReference().matches("(Device|Organization)/.*")
                ? new Reference(observer.getReference())
                : masked());
    for (AuditEventEntityComponent entity : event.getEntity()) {
      entity.setName(null).setDescription(null);
      entity.getDetail().clear();
      entity.getExtension().clear();
      entity.setWhat(
          entity.getWhat().hasReference() ? new Reference(entity.getWhat().getReference()) : null);
    }
  }

  private static Reference masked() {
    Reference masked = new Reference();
    masked.addExtension(
        "http://hl7.org/fhir/StructureDefinition/data-absent-reason", new CodeType("masked"));
    return masked;
  }
}
