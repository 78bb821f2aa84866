package org.andiron.security.page.patient;

import static org.assertj.core.api.Assertions.assertThat;

import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.HumanName.NameUse;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;

class PatientTextTest {

  @Test
  void theNameIsTheOneInUse() {
    Patient patient = new Patient();
    patient.addName().setUse(NameUse.MAIDEN).setFamily("Alt").addGiven("Anna");
    patient
        .addName()
        .setUse(NameUse.OFFICIAL)
        .setFamily("Hüber")
        .addGiven("Anna")
        .addGiven("Maria");
    assertThat(PatientText.entry(patient).name()).isEqualTo("Anna Maria Hüber");
  }

  @Test
  void chineseNamesBeginWithTheFamily() {
    Patient patient = new Patient();
    patient.addName().setFamily("王").addGiven("小明");
    assertThat(PatientText.entry(patient).name()).isEqualTo("王小明");
  }

  @Test
  void theIdentifierIsTheRecordNumberThatIsInUse() {
    Patient patient = new Patient();
    patient.addIdentifier().setValue("old").setUse(IdentifierUse.OLD);
    patient.addIdentifier().setValue("insurance");
    patient.addIdentifier().setValue("MRN 7").getType().addCoding().setCode("MR");
    patient.setGender(AdministrativeGender.FEMALE);
    patient.setBirthDateElement(new DateType("1984"));
    patient.setId("Patient/12/_history/3");
    assertThat(PatientText.entry(patient))
        .isEqualTo(new PatientEntry("12", "", "1984", "female", "MRN 7"));
  }
}
