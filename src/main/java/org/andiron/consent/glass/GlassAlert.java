package org.andiron.consent.glass;

import java.util.Date;
import java.util.TreeSet;
import org.andiron.consent.term.CodeSystems;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAction;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentComponent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventEntityComponent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventOutcome;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;

/**
 * The AuditEvent of somebody who breaks the glass, or makes use of it: a security alert as DICOM
 * has it, in the record of the patient.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/chtml/part16/sect_CID_403.html">DICOM,
 *     Security Alert Type Code</a>
 */
final class GlassAlert {

  static final String DICOM = "http://dicom.nema.org/resources/ontology/DCM";
  static final String STARTED = "110127";
  static final String STARTED_DISPLAY = "Emergency Override Started";

  private static final String INTERACTIONS = "http://hl7.org/fhir/restful-interaction";
  private static final String USER_TYPES =
      "http://terminology.hl7.org/CodeSystem/extra-security-role-type";
  private static final String ENTITY_TYPES =
      "http://terminology.hl7.org/CodeSystem/audit-entity-type";
  private static final String ENTITY_ROLES = "http://terminology.hl7.org/CodeSystem/object-role";
  private static final String SOURCE_TYPES =
      "http://terminology.hl7.org/CodeSystem/security-source-type";

  private final String issuer;
  private final Reference user;

  /**
   * @param issuer of the caller's token
   * @param user the resource that is the user; empty if there is none
   */
  GlassAlert(String issuer, Reference user) {
    this.issuer = issuer;
    this.user = user;
  }

  /** Nobody sees it for whom patients withhold what is restricted. */
  static void restrict(Resource resource) {
    resource.getMeta().addSecurity(CodeSystems.CONFIDENTIALITY, "R", "restricted");
  }

  /**
   * Of one request and one patient: what another is told is none of theirs.
   *
   * @param reason empty if none had to be given
   */
  AuditEvent of(GlassUse use, String patient, String reason) {
    AuditEvent event = new AuditEvent();
    restrict(event);
    event.setType(new Coding(DICOM, "110113", "Security Alert"));
    event.addSubtype(new Coding(DICOM, STARTED, STARTED_DISPLAY));
    event.addSubtype().setSystem(INTERACTIONS).setCode(use.interaction());
    event.setAction(AuditEventAction.fromCode(use.action()));
    event.setRecorded(new Date());
    event.setOutcome(AuditEventOutcome._0);
    event.addPurposeOfEvent(purpose(use));
    event.addAgent(user(use));
    event
        .addAgent()
        .setType(concept(DICOM, "110150", "Application"))
        .setRequestor(false)
        .setWho(new Reference().setIdentifier(identifier(use.caller().client())));
    event
        .getSource()
        .setObserver(new Reference().setDisplay("Andiron"))
        .addType(new Coding(SOURCE_TYPES, "4", "Application Server"));
    event.addEntity(patient(patient, reason, use));
    return event;
  }

  private AuditEventAgentComponent user(GlassUse use) {
    AuditEventAgentComponent agent =
        new AuditEventAgentComponent()
            .setType(concept(USER_TYPES, "humanuser", "human user"))
            .setRequestor(true)
            .setName(use.caller().displayName())
            .addPurposeOfUse(purpose(use));
    agent.setWho(user.copy().setIdentifier(identifier(use.caller().subject())));
    new TreeSet<>(use.caller().roles())
        .forEach(role -> agent.addRole(new CodeableConcept().setText(role)));
    if (!use.caller().tokenId().isEmpty()) {
      agent.addPolicy(use.caller().tokenId());
    }
    return agent;
  }

  private static AuditEventEntityComponent patient(String patient, String reason, GlassUse use) {
    AuditEventEntityComponent entity =
        new AuditEventEntityComponent()
            .setWhat(new Reference("Patient/" + patient))
            .setType(new Coding(ENTITY_TYPES, "1", "Person"))
            .setRole(new Coding(ENTITY_ROLES, "1", "Patient"));
    if (!reason.isEmpty()) {
      entity.addDetail().setType("reason").setValue(new StringType(reason));
    }
    entity.addDetail().setType("request").setValue(new StringType(use.target()));
    return entity;
  }

  private Identifier identifier(String name) {
    return new Identifier().setSystem(issuer).setValue(name);
  }

  private static CodeableConcept purpose(GlassUse use) {
    return new CodeableConcept()
        .addCoding(new Coding().setSystem(use.purpose().system()).setCode(use.purpose().value()));
  }

  private static CodeableConcept concept(String system, String code, String display) {
    return new CodeableConcept().addCoding(new Coding(system, code, display));
  }
}
