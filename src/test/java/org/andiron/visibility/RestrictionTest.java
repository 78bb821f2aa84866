package org.andiron.visibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RestrictionTest {

  private static final Set<String> ONE = Set.of("1");

  @Test
  void wherePortionsCoverEverythingThereIsNone() {
    assertThat(Restriction.of(Visibility.ALL)).isNull();
    assertThat(
            Restriction.of(
                new Visibility(
                    List.of(Portion.of(Set.of("Observation"), ONE), Portion.of(Set.of())))))
        .isNull();
  }

  @Test
  void withoutPortionsOnlyWhatTheServerWorksWithExists() {
    Restriction restriction = restriction();
    assertThat(restriction.types()).containsExactlyInAnyOrderElementsOf(SharedTypes.OF_THE_SERVER);
    assertThat(restriction.patients()).isEmpty();
  }

  @Test
  void aPortionOfAPatientHasAllOfTheSharedTypesItNames() {
    Restriction restriction = restriction(Portion.of(Set.of("Observation", "Practitioner"), ONE));
    assertThat(restriction.hasAll("Practitioner")).isTrue();
    assertThat(restriction.hasAll("Organization")).isFalse();
    assertThat(restriction.hasAll("Observation")).isFalse();
    assertThat(restriction.patientTypes().get("1")).containsExactly("Observation");
  }

  @Test
  void thePatientsRecordIsOfAllTypesButWhatIsAboutNobodyKnownIsNotPartOfIt() {
    Restriction restriction = restriction(Portion.of(Set.of(), ONE));
    assertThat(restriction.wholePatients()).containsExactly("1");
    assertThat(restriction.hasAll("Organization")).isTrue();
    assertThat(restriction.hasAll("Binary")).isFalse();
    assertThat(restriction.hasAll("Subscription")).isFalse();
  }

  @Test
  void aBinaryExistsByItsReferrersWhereLessThanWholeTypesDo() {
    Portion binaries = Portion.of(Set.of("Binary"));
    assertThat(restriction(binaries, Portion.of(Set.of("Media"))).hasAll("Binary")).isTrue();
    assertThat(restriction(Portion.of(Set.of("Media"), ONE)).byReferrer()).isEmpty();
    for (Portion narrow :
        List.of(
            Portion.of(Set.of(), ONE),
            Portion.of(Set.of("Binary"), ONE),
            new Portion(Set.of("Media"), Optional.empty(), Optional.of("status=completed")))) {
      Restriction restriction = restriction(binaries, narrow);
      assertThat(restriction.hasAll("Binary")).isFalse();
      assertThat(restriction.byReferrer()).containsExactly("Binary");
    }
  }

  @Test
  void aQueryOfAPatientIsNotOneOfAll() {
    Portion portion =
        new Portion(Set.of("Observation"), Optional.of(ONE), Optional.of("category=laboratory"));
    Restriction restriction = restriction(portion);
    assertThat(restriction.queries()).isEmpty();
    assertThat(restriction.patientQueries().get("1"))
        .containsExactly(new AdmissionQuery("Observation", "category=laboratory"));
    assertThat(restriction.hasQueries()).isTrue();
  }

  @Test
  void referencesOfWhatIsWrittenMayLeadAnywhereInTheRecordsThatMayBeWritten() {
    Restriction references =
        Objects.requireNonNull(restriction(Portion.of(Set.of("Observation"), ONE)).ofReferences());
    assertThat(references.wholePatients()).containsExactly("1");
    assertThat(references.hasAll("Practitioner")).isTrue();
    assertThat(restriction(Portion.of(Set.of("Observation"))).ofReferences()).isNull();
    assertThat(restriction(Portion.of(Set.of("Organization"))).ofReferences()).isNotNull();
  }

  @Test
  void whatIsWithheldIsFoundByNoCriteriaAlthoughReferencesMayLeadToIt() {
    Withheld withheld =
        new Withheld(
            7, new TreeSet<>(Set.of(3)), new TreeSet<>(), new TreeSet<>(), false, true, false, 0);
    Restriction officers =
        Objects.requireNonNull(
            Restriction.of(new Visibility(List.of(Portion.of(Set.of("Task")))), withheld));
    assertThat(officers.ofReferences()).isNull();
    assertThat(Objects.requireNonNull(officers.ofCriteria()).withheld()).isEqualTo(withheld);
  }

  @Test
  void equalRightsHaveEqualDigestsAndOthersDoNot() {
    String one = restriction(Portion.of(Set.of("Observation", "Condition"), ONE)).digest();
    assertThat(
            restriction(
                    Portion.of(Set.of("Condition"), ONE), Portion.of(Set.of("Observation"), ONE))
                .digest())
        .isEqualTo(one);
    assertThat(restriction(Portion.of(Set.of("Observation", "Condition"), Set.of("2"))).digest())
        .isNotEqualTo(one);
  }

  @Test
  void aQueryIsAboutOneType() {
    assertThatThrownBy(
            () -> new Portion(Set.of(), Optional.empty(), Optional.of("category=laboratory")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one resource type");
  }

  private static Restriction restriction(Portion... portions) {
    return Objects.requireNonNull(Restriction.of(new Visibility(List.of(portions))));
  }
}
