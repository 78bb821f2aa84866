package org.andiron.security.access.matrix;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * By which search parameters a resource is part of a patient's record, as a table of the
 * specification has it, and what decision 0008 adds to it.
 *
 * @see <a href="https://hl7.org/fhir/R4/compartmentdefinition-patient.html">Patient compartment</a>
 */
final class PatientCompartment {

  private static final Map<String, List<String>> PARAMETERS =
      """
      Account subject
      AdverseEvent subject
      AllergyIntolerance patient recorder asserter
      Appointment actor
      AppointmentResponse actor
      AuditEvent patient
      Basic patient author
      BodyStructure patient
      CarePlan patient performer
      CareTeam patient participant
      ChargeItem subject
      Claim patient payee
      ClaimResponse patient
      ClinicalImpression subject
      Communication subject sender recipient
      CommunicationRequest subject sender recipient requester
      Composition subject author attester
      Condition patient asserter
      Consent patient
      Contract subject
      Coverage policy-holder subscriber beneficiary payor
      CoverageEligibilityRequest patient
      CoverageEligibilityResponse patient
      DetectedIssue patient
      Device patient
      DeviceRequest subject performer
      DeviceUseStatement subject
      DiagnosticReport subject
      DocumentManifest subject author recipient
      DocumentReference subject author
      Encounter patient
      EnrollmentRequest subject
      EpisodeOfCare patient
      ExplanationOfBenefit patient payee
      FamilyMemberHistory patient
      Flag patient
      Goal patient
      Group member
      GuidanceResponse subject
      ImagingStudy patient
      Immunization patient
      ImmunizationEvaluation patient
      ImmunizationRecommendation patient
      Invoice subject patient recipient
      List subject source
      MeasureReport patient
      Media subject
      MedicationAdministration patient performer subject
      MedicationDispense subject patient receiver
      MedicationRequest subject
      MedicationStatement subject
      MolecularSequence patient
      NutritionOrder patient
      Observation subject performer
      Patient link
      Person patient
      Procedure patient performer
      Provenance patient
      QuestionnaireResponse subject author
      RelatedPerson patient
      RequestGroup subject participant
      ResearchSubject individual
      RiskAssessment subject
      Schedule actor
      ServiceRequest subject performer
      Specimen subject
      SupplyDelivery patient
      SupplyRequest subject
      Task patient
      VisionPrescription patient
      """
          .lines()
          .map(line -> List.of(line.split(" ")))
          .collect(Collectors.toMap(row -> row.get(0), row -> row.subList(1, row.size())));

  private PatientCompartment() {}

  /** Parameters of a type, each of which is enough; none for types outside of the compartment. */
  static List<String> parameters(String type) {
    return PARAMETERS.getOrDefault(type, List.of());
  }
}
