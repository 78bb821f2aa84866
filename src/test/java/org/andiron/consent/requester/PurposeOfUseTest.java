package org.andiron.consent.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.andiron.consent.term.Code;
import org.andiron.security.Caller;
import org.andiron.security.RolePurposes;
import org.andiron.security.RolePurposes.Stated;
import org.andiron.security.scope.SmartScopes;
import org.andiron.storage.config.ConfigurationFileException;
import org.andiron.storage.config.LocatedJson.Place;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PurposeOfUseTest {

  private static Set<String> words(@Nullable String text) {
    return text == null ? Set.of() : Arrays.stream(text.split(" ")).collect(Collectors.toSet());
  }

  private static @Nullable Code purpose(
      @Nullable String roles, @Nullable String fhirUser, @Nullable String claimed) {
    return purpose(new RolePurposes(List.of()), roles, fhirUser, claimed);
  }

  private static @Nullable Code purpose(
      RolePurposes stated,
      @Nullable String roles,
      @Nullable String fhirUser,
      @Nullable String claimed) {
    return new PurposeOfUse(stated)
        .of(
            new Caller(
                "somebody",
                "app",
                "Somebody",
                Optional.ofNullable(fhirUser),
                words(roles),
                SmartScopes.of("user/*.rs"),
                Optional.empty(),
                "t",
                false,
                Optional.empty(),
                words(claimed),
                Optional.empty(),
                false));
  }

  @ParameterizedTest
  @CsvSource({
    "physician, Practitioner/1, TREAT",
    "nurse, Practitioner/1, TREAT",
    "nurse physician, PractitionerRole/1, TREAT",
    "patient, Patient/1, PATRQT",
    "relative, RelatedPerson/1, FAMRQT",
    "physician patient, Practitioner/1, TREAT",
    "researcher, Practitioner/1, HRESCH",
    "researcher physician, Practitioner/1,",
    "administrator, , HSYSADMIN",
    "privacy-officer, , HCOMPL",
    "administrator privacy-officer, ,",
    "administrator physician, Practitioner/1, TREAT",
    "patient, Practitioner/1,",
    "relative, ,",
    "dentist, Practitioner/1,",
    ", ,"
  })
  void isThatOfTheRoleIfThereIsOne(
      @Nullable String roles, @Nullable String fhirUser, @Nullable String purpose) {
    assertThat(purpose(roles, fhirUser, null))
        .isEqualTo(purpose == null ? null : Code.purpose(purpose));
  }

  @ParameterizedTest
  @CsvSource({
    "physician, HRESCH, HRESCH",
    "physician, http://terminology.hl7.org/CodeSystem/v3-ActReason|HPAYMT, HPAYMT",
    "physician, HPAYMT TREAT, TREAT",
    "physician, HPAYMT HRESCH,",
    "physician, urn:other|TREAT,",
    "physician, TREAT-ish,",
    "physician, TREAT NONSENSE,",
    ", BTG, BTG",
    ", HPAYMT TREAT,"
  })
  void isWhatTheTokenSaysIfItSaysOne(
      @Nullable String roles, String claimed, @Nullable String purpose) {
    assertThat(purpose(roles, "Practitioner/1", claimed))
        .isEqualTo(purpose == null ? null : Code.purpose(purpose));
  }

  /** Of pairs of a role and a purpose. */
  private static RolePurposes stated(String... pairs) {
    return new RolePurposes(
        Arrays.stream(pairs)
            .map(it -> it.split("="))
            .map(it -> new Stated(it[0], it[1], "roles/" + it[0] + ".json", new Place(3, 19)))
            .toList());
  }

  @ParameterizedTest
  @CsvSource({
    "dentist, , TREAT",
    "billing-clerk, , HPAYMT",
    "dentist physician, , TREAT",
    "dentist billing-clerk, ,",
    "dentist billing-clerk, HPAYMT TREAT,",
    "dentist billing-clerk, HPAYMT HRESCH, HPAYMT",
    "dentist, HRESCH, HRESCH",
    "coder dentist, , TREAT",
    "coder, , HDM",
    "coder administrator, ,",
    "nurse, , CAREMGT",
    "cleaner, ,"
  })
  void isThatOfAPolicyThatSaysOne(
      String roles, @Nullable String claimed, @Nullable String purpose) {
    RolePurposes stated =
        stated("dentist=TREAT", "billing-clerk=HPAYMT", "coder=HDM", "nurse=CAREMGT");
    assertThat(purpose(stated, roles, "Practitioner/1", claimed))
        .isEqualTo(purpose == null ? null : Code.purpose(purpose));
  }

  @ParameterizedTest
  @CsvSource({
    "treat, must be a purpose of v3-ActReason",
    "NONSENSE, must be a purpose of v3-ActReason",
    "http://terminology.hl7.org/CodeSystem/v3-ActReason|TREAT, must be a purpose of v3-ActReason",
    "BTG, must not be one of emergencies",
    "ETREAT, must not be one of emergencies"
  })
  void aPolicyThatSaysNoPurposeOfEverydayStopsTheStart(String written, String reason) {
    assertThatExceptionOfType(ConfigurationFileException.class)
        .isThrownBy(() -> new PurposeOfUse(stated("dentist=" + written)))
        .withMessageContaining("roles/dentist.json, line 3, column 19")
        .withMessageContaining(reason)
        .withMessageContaining("\"" + written + "\"");
  }
}
