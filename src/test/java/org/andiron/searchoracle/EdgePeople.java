package org.andiron.searchoracle;

import static org.andiron.searchoracle.EdgeDraft.identifier;

import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.Address.AddressUse;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointUse;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.RelatedPerson;

/** Practitioners, patients and related persons with names, addresses and dates of all kinds. */
final class EdgePeople {

  private static final String[][] NAMES = {
    {"Hüber", "Jörg"},
    {"Straße", "Zoë", "Renée"},
    {"O'Brien", "Seán"},
    {"Müller-Lüdenscheidt", "Anne-Marie"},
    {"王", "小明"},
    {"İstanbul", "Işıl"},
    {"Ångström", "Øyvind"},
    {"Carreno Quinones", "María José"},
    {"Hu\u0308ber", "Jo\u0308rg"},
    {"Huber", "Jorg"},
    {"HÜBER", "JÖRG"},
    {"Æsir Œuvre", "Łukasz"},
    {"van  der\tBerg", "Eve"},
    {"Smith, Jr.", "a|b"},
    {"Cost$", "back\\slash"},
    {"Lang" + "langlang".repeat(28), "Severine"},
    {"Evelyn", "Bo", "Evelyn"},
    {"O’Brien", "Sean"},
    {"O Brien", "Anna Lena"},
    {"Meyer-O'Neill", "Anna-Lena"},
    {"Amos", "Ann"}
  };

  private static final String[] BIRTHDAYS = {
    "",
    "1970",
    "1970-03",
    "1970-03-15",
    "1969-12-31",
    "1970-01-01",
    "2024-02-29",
    "2024",
    "2024-03",
    "2024-03-01",
    "2024-12-31",
    "2025-01-01",
    "1850-06-01",
    "9999-12-31"
  };

  private static final String[] DEATHS = {
    "2024",
    "2024-03",
    "2024-03-01",
    "2024-02-29T23:30:00-05:00",
    "2024-03-01T00:30:00+14:00",
    "2024-03-01T00:00:00Z",
    "2024-02-29T23:59:59.999Z",
    "2024-03-01T12:30:45.5Z"
  };

  private static final String[][] ADDRESSES = {
    {"Hauptstraße 5", "Zürich", "ZH", "8001", "Schweiz"},
    {"1 O'Connell St", "São Paulo", "SP", "01000-000", "BR"},
    {"Nørregade 10", "København", "", "1165", "Denmark"},
    {"İstiklal Cd. 12", "İstanbul", "", "34433", "TR"},
    {"南京路100号", "上海", "", "200000", "中国"},
    {"5th Ave, Apt. 4", "New York", "NY", "10001", "US"}
  };

  private EdgePeople() {}

  static void addTo(EdgeDraft draft) {
    for (int i = 0; i < 24; i++) {
      addPractitioner(draft, i);
    }
    for (int i = 0; i < 44; i++) {
      addPatient(draft, i);
    }
    for (int i = 0; i < 2; i++) {
      RelatedPerson person = draft.add(new RelatedPerson());
      person.setPatient(draft.to("Patient", i + 1)).addName(name(i));
    }
  }

  private static void addPractitioner(EdgeDraft draft, int i) {
    Practitioner practitioner = draft.add(new Practitioner());
    if (i > 0) {
      practitioner.addName(name(i - 1)).setGender(gender(i));
      identifiers(i, "Practitioner").forEach(practitioner::addIdentifier);
      telecoms(i).forEach(practitioner::addTelecom);
      addresses(i).forEach(practitioner::addAddress);
      languages(draft, i).forEach(practitioner::addCommunication);
    }
    if (i % 3 > 0) {
      practitioner.setActive(i % 3 == 1);
    }
  }

  private static void addPatient(EdgeDraft draft, int i) {
    Patient patient = draft.add(new Patient());
    if (i == 0) {
      return;
    }
    patient.addName(name(i - 1)).setGender(gender(i));
    if (i % 6 == 0) {
      patient.addName(new HumanName().setText("Ganz Anders " + i).addPrefix("Dr.").addSuffix("MD"));
    }
    String birthday = BIRTHDAYS[i % BIRTHDAYS.length];
    if (!birthday.isEmpty()) {
      patient.getBirthDateElement().setValueAsString(birthday);
    }
    if (i % 3 > 0) {
      patient.setActive(i % 3 == 1);
    }
    switch (i % 4) {
      case 1 -> patient.setDeceased(new BooleanType(i % 8 == 1));
      case 2 -> patient.setDeceased(new DateTimeType(DEATHS[i / 4 % DEATHS.length]));
      default -> {}
    }
    identifiers(i, "Patient").forEach(patient::addIdentifier);
    telecoms(i).forEach(patient::addTelecom);
    addresses(i).forEach(patient::addAddress);
    languages(draft, i).forEach(c -> patient.addCommunication().setLanguage(c));
    addReferences(draft, patient, i);
  }

  private static void addReferences(EdgeDraft draft, Patient patient, int i) {
    switch (i % 8) {
      case 1 -> patient.addGeneralPractitioner(draft.to("Practitioner", 2));
      case 2 -> patient.addGeneralPractitioner(draft.absolute("Practitioner", 3));
      case 3 -> patient.addGeneralPractitioner(draft.versioned("Practitioner", 2));
      case 4 -> patient.addGeneralPractitioner(EdgeDraft.foreign("Practitioner"));
      case 5 ->
          patient
              .addGeneralPractitioner(
                  EdgeDraft.logical("Practitioner", EdgeDraft.MRN, "Practitioner2"))
              .addGeneralPractitioner(draft.to("Organization", 3));
      case 6 -> {
        Practitioner inside = new Practitioner();
        inside.setId("gp");
        inside.addName(name(0));
        patient.addContained(inside);
        patient.addGeneralPractitioner().setReference("#gp");
      }
      default -> {}
    }
    if (i % 3 == 0) {
      patient.setManagingOrganization(draft.inTurn(i / 3, "Organization", 1 + i % 2));
    }
    if (i % 9 == 4) {
      patient.addLink().setType(LinkType.SEEALSO).setOther(draft.to("Patient", i));
    }
    if (i % 9 == 5) {
      patient.addLink().setType(LinkType.SEEALSO).setOther(draft.to("RelatedPerson", 1));
    }
  }

  private static HumanName name(int i) {
    String[] parts = NAMES[i % NAMES.length];
    HumanName name = new HumanName().setFamily(parts[0]);
    for (int part = 1; part < parts.length; part++) {
      name.addGiven(parts[part]);
    }
    return name;
  }

  private static AdministrativeGender gender(int i) {
    return switch (i % 5) {
      case 1 -> AdministrativeGender.MALE;
      case 2 -> AdministrativeGender.FEMALE;
      case 3 -> AdministrativeGender.OTHER;
      case 4 -> AdministrativeGender.UNKNOWN;
      default -> null;
    };
  }

  static List<Identifier> identifiers(int i, String type) {
    return switch (i % 8) {
      case 1 -> List.of(identifier(EdgeDraft.MRN, type + i));
      case 2 ->
          List.of(
              identifier(EdgeDraft.MRN, type + i), identifier(EdgeDraft.OTHER_MRN, type + (i - 1)));
      case 3 -> List.of(identifier("", type + (i - 2)));
      case 4 ->
          List.of(
              identifier(EdgeDraft.OTHER_MRN, "446053")
                  .setType(
                      EdgeDraft.concept(EdgeDraft.V2_TYPES, "MR", "Medical record number")
                          .setText("Aktenzeichen")));
      case 5 -> List.of(identifier(EdgeDraft.MRN, "a|b,c$d\\e"));
      case 6 -> List.of(identifier(EdgeDraft.MRN, "AbC"), identifier(EdgeDraft.MRN, ""));
      case 7 ->
          List.of(
              identifier(EdgeDraft.MRN, "aBc")
                  .setType(EdgeDraft.concept(EdgeDraft.V2_TYPES, "DL", "Licence")));
      default -> List.of();
    };
  }

  private static List<ContactPoint> telecoms(int i) {
    List<ContactPoint> telecoms = new ArrayList<>();
    if (i % 3 == 1) {
      telecoms.add(
          new ContactPoint()
              .setSystem(ContactPointSystem.PHONE)
              .setUse(ContactPointUse.HOME)
              .setValue("+49 30 1234-" + i));
    }
    if (i % 4 == 1) {
      telecoms.add(
          new ContactPoint()
              .setSystem(ContactPointSystem.EMAIL)
              .setValue("Eve.Huber" + i % 8 + "@Example.org"));
    }
    if (i % 5 == 1) {
      telecoms.add(
          new ContactPoint().setSystem(ContactPointSystem.OTHER).setValue("Messenger-" + i));
    }
    return telecoms;
  }

  private static List<Address> addresses(int i) {
    List<Address> addresses = new ArrayList<>();
    for (int turn = 0; turn < i % 3; turn++) {
      String[] parts = ADDRESSES[(i + turn) % ADDRESSES.length];
      Address address = new Address().addLine(parts[0]).setCity(parts[1]).setPostalCode(parts[3]);
      if (!parts[2].isEmpty()) {
        address.setState(parts[2]);
      }
      address.setCountry(parts[4]);
      if ((i + turn) % 4 > 0) {
        address.setUse((i + turn) % 4 == 1 ? AddressUse.HOME : AddressUse.OLD);
      }
      addresses.add(address);
    }
    return addresses;
  }

  private static List<CodeableConcept> languages(EdgeDraft draft, int i) {
    List<CodeableConcept> languages = new ArrayList<>();
    if (i % 4 > 0) {
      languages.add(EdgeDraft.concept("urn:ietf:bcp:47", i % 4 == 1 ? "de" : "zh-CN", "Deutsch"));
    }
    if (i % 5 == 0) {
      CodeableConcept other = draft.conceptInTurn(i / 5);
      if (other != null) {
        languages.add(other);
      }
    }
    return languages;
  }
}
