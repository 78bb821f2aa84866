package org.andiron.security.page.patient;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.HumanName.NameUse;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.hl7.fhir.r4.model.Patient;

/** What of a Patient tells them from others. */
final class PatientText {

  private static final List<NameUse> NAMES =
      List.of(NameUse.USUAL, NameUse.OFFICIAL, NameUse.NULL, NameUse.TEMP, NameUse.NICKNAME);

  private PatientText() {}

  static PatientEntry entry(Patient patient) {
    return new PatientEntry(
        patient.getIdElement().getIdPart(),
        name(patient),
        Optional.ofNullable(patient.getBirthDateElement().getValueAsString()).orElse(""),
        patient.hasGender() ? patient.getGender().toCode() : "",
        identifier(patient));
  }

  private static String name(Patient patient) {
    return patient.getName().stream()
        .min(Comparator.comparingInt(PatientText::rank))
        .map(name -> name.hasText() ? name.getText() : parts(name))
        .map(String::strip)
        .orElse("");
  }

  /** In Chinese, Japanese and Korean the family name comes first, without a space. */
  private static String parts(HumanName name) {
    String given = name.getGivenAsSingleString();
    String family = name.hasFamily() ? name.getFamily() : "";
    boolean ideographic =
        !family.isEmpty() && family.codePoints().allMatch(Character::isIdeographic);
    return ideographic ? family + given : given + " " + family;
  }

  private static int rank(HumanName name) {
    int rank = NAMES.indexOf(name.hasUse() ? name.getUse() : NameUse.NULL);
    return rank < 0 ? NAMES.size() : rank;
  }

  /** The medical record number if it is said which one that is, else the first that is in use. */
  private static String identifier(Patient patient) {
    List<Identifier> inUse =
        patient.getIdentifier().stream()
            .filter(it -> it.hasValue() && it.getUse() != IdentifierUse.OLD)
            .toList();
    return inUse.stream()
        .filter(it -> it.getType().getCoding().stream().anyMatch(c -> "MR".equals(c.getCode())))
        .findFirst()
        .or(() -> inUse.stream().findFirst())
        .map(Identifier::getValue)
        .orElse("");
  }
}
