package org.andiron.consent.requester;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.andiron.consent.term.Code;
import org.andiron.security.Caller;
import org.andiron.security.scope.SmartScopes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PurposeOfUseTest {

  private static Set<String> words(@Nullable String text) {
    return text == null ? Set.of() : Arrays.stream(text.split(" ")).collect(Collectors.toSet());
  }

  private static @Nullable Code purpose(
      @Nullable String roles, @Nullable String fhirUser, @Nullable String claimed) {
    return PurposeOfUse.of(
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
}
