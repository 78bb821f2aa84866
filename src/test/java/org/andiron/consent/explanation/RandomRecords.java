package org.andiron.consent.explanation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.andiron.consent.term.CodeSystems;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.CareTeam;
import org.hl7.fhir.r4.model.CareTeam.CareTeamStatus;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentDataMeaning;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Group;
import org.hl7.fhir.r4.model.Group.GroupType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Procedure.ProcedureStatus;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.RiskAssessment;
import org.hl7.fhir.r4.model.RiskAssessment.RiskAssessmentStatus;

/** Invented people, their records, and consents of all kinds. The same for the same seed. */
final class RandomRecords {

  static final List<String> PURPOSES =
      List.of("TREAT", "ETREAT", "BTG", "HRESCH", "HMARKT", "HPAYMT", "PATRQT", "FAMRQT");

  private static final int STAFF = 8;
  private static final int OF_EACH = 9;
  private static final List<String> CODES = List.of("2339-0", "29463-7", "8480-6");
  private static final List<String> SENSITIVITIES = List.of("PSY", "HIV", "SEX", "ETHUD");
  private static final List<String> LEVELS = List.of("N", "R", "V");
  private static final List<String> TYPES =
      List.of("Observation", "Condition", "Procedure", "Encounter", "Patient", "Consent");

  private final String prefix;
  private final int patients;
  private final Random random;

  RandomRecords(String prefix, int patients, long seed) {
    this.prefix = prefix;
    this.patients = patients;
    this.random = new Random(seed);
  }

  String staff(int number) {
    return "Practitioner/" + prefix + "-staff-" + number % STAFF;
  }

  String patient(int number) {
    return "Patient/" + prefix + "-" + number % patients;
  }

  private String relative(int number) {
    return "RelatedPerson/" + prefix + "-" + number + "-kin";
  }

  private String encounter(int number) {
    return "Encounter/" + prefix + "-" + number + "-stay";
  }

  /** Those who ask: staff, their organizations and groups, patients, relatives. */
  Bundle people() {
    List<Resource> people = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Organization organization = new Organization().setName("Trust");
      if (i > 0) {
        organization.setPartOf(new Reference(organization(i - 1)));
      }
      people.add(named(organization, organization(i)));
    }
    for (int i = 0; i < STAFF; i++) {
      Practitioner practitioner = new Practitioner();
      practitioner.addIdentifier().setSystem("urn:licence").setValue(prefix + "-" + i);
      people.add(named(practitioner, staff(i)));
      PractitionerRole role = new PractitionerRole().setPractitioner(new Reference(staff(i)));
      role.setOrganization(new Reference(organization(i % 3)));
      people.add(named(role, "PractitionerRole/" + prefix + "-role-" + i));
    }
    Group group = new Group().setActual(true).setType(GroupType.PRACTITIONER);
    group.addMember().setEntity(new Reference(staff(1)));
    group.addMember().setEntity(new Reference(staff(4)));
    people.add(named(group, group()));
    CareTeam team = new CareTeam().setStatus(CareTeamStatus.ACTIVE);
    team.addParticipant().setMember(new Reference(staff(2)));
    people.add(named(team, team()));
    for (int i = 0; i < patients; i++) {
      people.add(named(new Patient(), patient(i)));
      people.add(named(new RelatedPerson().setPatient(new Reference(patient(i))), relative(i)));
      Encounter stay = new Encounter().setStatus(EncounterStatus.FINISHED);
      stay.setClass_(new Coding().setCode("IMP")).setSubject(new Reference(patient(i)));
      stay.setPeriod(new Period().setStartElement(new DateTimeType("2022-03-01")));
      people.add(named(stay, encounter(i)));
    }
    return bundle(people);
  }

  private String organization(int number) {
    return "Organization/" + prefix + "-org-" + number;
  }

  private String group() {
    return "Group/" + prefix + "-group";
  }

  private String team() {
    return "CareTeam/" + prefix + "-team";
  }

  /** Half of the records. */
  Bundle records(int half) {
    List<Resource> records = new ArrayList<>();
    for (int patient = 0; patient < patients; patient++) {
      for (int i = half; i < OF_EACH; i += 2) {
        Resource resource =
            switch (i % 3) {
              case 0 -> observation(patient);
              case 1 -> condition(patient);
              default -> procedure(patient);
            };
        label(resource);
        records.add(named(resource, resource.fhirType() + "/" + prefix + "-" + patient + "-" + i));
      }
      List<Resource> own = records.subList(records.size() - OF_EACH / 2, records.size());
      Reference first = new Reference(any(own));
      records.add(named(telling(patient, first), score(patient, half, 1)));
      records.add(
          named(telling(patient, new Reference(score(patient, half, 1))), score(patient, half, 2)));
    }
    return bundle(records);
  }

  private String any(List<Resource> resources) {
    return resources.get(random.nextInt(resources.size())).getId();
  }

  private String score(int patient, int half, int number) {
    return "RiskAssessment/%s-%d-score-%d-%d".formatted(prefix, patient, half, number);
  }

  /** Withheld with what it tells of. */
  private Resource telling(int patient, Reference basis) {
    RiskAssessment score = new RiskAssessment().setStatus(RiskAssessmentStatus.FINAL);
    Resource labelled = score.setSubject(new Reference(patient(patient))).addBasis(basis);
    label(labelled);
    return labelled;
  }

  private Observation observation(int patient) {
    Observation observation = new Observation().setStatus(ObservationStatus.FINAL);
    observation.setCode(code()).setSubject(new Reference(patient(patient)));
    if (chance(3)) {
      observation.setEffective(new DateTimeType(date()));
    }
    if (chance(2)) {
      observation.setEncounter(new Reference(encounter(patient)));
    }
    if (chance(2)) {
      observation.addPerformer(new Reference(staff(random.nextInt(STAFF))));
    }
    if (chance(8)) {
      observation.addPerformer(new Reference(patient(random.nextInt(patients))));
    }
    return observation;
  }

  private Condition condition(int patient) {
    Condition condition = new Condition().setSubject(new Reference(patient(patient)));
    condition.setCode(code());
    if (chance(2)) {
      condition.setEncounter(new Reference(encounter(patient)));
    }
    if (chance(2)) {
      condition.setAsserter(new Reference(staff(random.nextInt(STAFF))));
    }
    return condition.setOnset(new DateTimeType(date()));
  }

  private Procedure procedure(int patient) {
    Procedure procedure = new Procedure().setStatus(ProcedureStatus.COMPLETED);
    procedure.setSubject(new Reference(patient(patient)));
    procedure.addPerformer().setActor(new Reference(staff(random.nextInt(STAFF))));
    return chance(2) ? procedure.setPerformed(new DateTimeType(date())) : procedure;
  }

  private void label(Resource resource) {
    if (chance(3)) {
      resource.getMeta().addSecurity(CodeSystems.ACT_CODE, pick(SENSITIVITIES), null);
    }
    if (chance(3)) {
      resource.getMeta().addSecurity(CodeSystems.CONFIDENTIALITY, pick(LEVELS), null);
    }
  }

  private CodeableConcept code() {
    return new CodeableConcept(new Coding("http://loinc.org", pick(CODES), null));
  }

  private String date() {
    LocalDate day = LocalDate.of(2020, 1, 1).plusDays(random.nextInt(1500));
    return switch (random.nextInt(3)) {
      case 0 -> Integer.toString(day.getYear());
      case 1 -> day.toString().substring(0, 7);
      default -> day.toString();
    };
  }

  /** At most one of each patient. */
  Bundle consents(int round) {
    List<Resource> consents = new ArrayList<>();
    for (int patient = 0; patient < patients; patient++) {
      if (random.nextInt(4) > round) {
        consents.add(
            named(consent(patient), "Consent/" + prefix + "-" + patient + "-consent-" + round));
      }
    }
    return bundle(consents);
  }

  private Consent consent(int patient) {
    Consent consent = new Consent();
    consent.setStatus(random.nextInt(8) == 0 ? ConsentState.INACTIVE : ConsentState.ACTIVE);
    consent
        .getScope()
        .addCoding(
            new Coding(
                CodeSystems.CONSENT_SCOPE,
                random.nextInt(6) == 0 ? "research" : "patient-privacy",
                null));
    consent.addCategory().addCoding(new Coding("http://loinc.org", "59284-0", null));
    consent.setPatient(new Reference(patient(patient)));
    consent.setDateTimeElement(new DateTimeType("2024-0" + (1 + random.nextInt(9))));
    consent.addPolicy().setUri("urn:policy");
    if (chance(2)) {
      consent.addOrganization(new Reference(organization(0)));
    }
    return consent.setProvision(provision(patient, 0));
  }

  private ProvisionComponent provision(int patient, int depth) {
    ProvisionComponent provision = new ProvisionComponent();
    provision.setType(chance(2) ? ConsentProvisionType.DENY : ConsentProvisionType.PERMIT);
    if (chance(5)) {
      provision.setPeriod(period());
    }
    if (chance(3)) {
      actor(patient, provision);
    }
    if (chance(3)) {
      provision.addPurpose(new Coding(CodeSystems.ACT_REASON, pick(PURPOSES), null));
    }
    if (chance(8)) {
      provision
          .addAction()
          .addCoding(
              new Coding(CodeSystems.CONSENT_ACTION, chance(2) ? "access" : "correct", null));
    }
    if (chance(4)) {
      provision.addClass_(new Coding(CodeSystems.RESOURCE_TYPES, pick(TYPES), null));
    }
    if (chance(5)) {
      provision.addCode(code());
    }
    if (chance(3)) {
      provision.addSecurityLabel(
          chance(2)
              ? new Coding(CodeSystems.ACT_CODE, pick(SENSITIVITIES), null)
              : new Coding(CodeSystems.CONFIDENTIALITY, pick(LEVELS), null));
    }
    if (chance(6)) {
      provision.setDataPeriod(
          new Period()
              .setStartElement(new DateTimeType(Integer.toString(2020 + random.nextInt(3))))
              .setEndElement(new DateTimeType("2023-06")));
    }
    if (chance(5)) {
      data(patient, provision);
    }
    int inner = depth < 3 ? random.nextInt(3) : 0;
    for (int i = 0; i < inner; i++) {
      provision.addProvision(provision(patient, depth + 1));
    }
    return provision;
  }

  private static Period period(String start, String end) {
    return new Period()
        .setStartElement(new DateTimeType(start))
        .setEndElement(new DateTimeType(end));
  }

  private Period period() {
    return switch (random.nextInt(3)) {
      case 0 -> period("2020", "2021");
      case 1 -> period("2020", "2090");
      default -> period("2080", "2090");
    };
  }

  private void actor(int patient, ProvisionComponent provision) {
    int count = 1 + random.nextInt(2);
    for (int i = 0; i < count; i++) {
      Reference who =
          switch (random.nextInt(7)) {
            case 0 -> new Reference(organization(random.nextInt(3)));
            case 1 -> new Reference(group());
            case 2 -> new Reference(team());
            case 3 -> new Reference(relative(patient));
            case 4 -> {
              Reference licensed = new Reference();
              licensed
                  .getIdentifier()
                  .setSystem("urn:licence")
                  .setValue(prefix + "-" + random.nextInt(STAFF));
              yield licensed;
            }
            default -> new Reference(staff(random.nextInt(STAFF)));
          };
      provision.addActor().setRole(new CodeableConcept().setText("recipient")).setReference(who);
    }
  }

  private void data(int patient, ProvisionComponent provision) {
    boolean author = chance(3);
    provision
        .addData()
        .setMeaning(
            author ? ConsentDataMeaning.AUTHOREDBY : ConsentDataMeaning.values()[random.nextInt(3)])
        .setReference(new Reference(author ? staff(random.nextInt(STAFF)) : encounter(patient)));
  }

  private boolean chance(int oneOf) {
    return random.nextInt(oneOf) == 0;
  }

  private String pick(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static Resource named(Resource resource, String reference) {
    resource.setId(reference);
    return resource;
  }

  private static Bundle bundle(List<Resource> resources) {
    Bundle bundle = new Bundle().setType(BundleType.TRANSACTION);
    for (Resource resource : resources) {
      bundle
          .addEntry()
          .setResource(resource)
          .getRequest()
          .setMethod(HTTPVerb.PUT)
          .setUrl(resource.getId());
    }
    return bundle;
  }
}
