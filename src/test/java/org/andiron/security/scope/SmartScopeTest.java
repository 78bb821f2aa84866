package org.andiron.security.scope;

import static org.assertj.core.api.Assertions.assertThat;

import org.andiron.security.scope.SmartScope.Level;
import org.andiron.security.scope.SmartScope.Syntax;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmartScopeTest {

  private static final String LABORATORY =
      "patient/Observation.rs?category=http://terminology.hl7.org/CodeSystem/observation-category|laboratory";

  @Nested
  class Reading {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "patient/Observation.rs",
          "user/*.cruds",
          "system/Patient.c",
          "system/Patient.rd",
          "patient/*.read",
          "user/Patient.write",
          "system/*.*",
          LABORATORY,
          "patient/Condition.r?category=a,b&_lastUpdated=gt2020-01-01T00:00:00%2B01:00",
          "patient/Observation.s?code-value-quantity=http://loinc.org|2823-3$gt5.4",
          "patient/Patient.r?name=%E5%BC%A0%20%26%22%5C%25",
          "openid",
          "fhirUser",
          "launch",
          "launch/patient",
          "launch/encounter",
          "offline_access",
          "online_access"
        })
    void whatIsWrittenWellIsWrittenTheSameAgain(String text) {
      assertThat(SmartScopes.read(text).refused()).isEmpty();
      assertThat(SmartScopes.of(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "patient/Observation.",
          "patient/Observation.dus",
          "patient/Observation.sr",
          "patient/Observation.rr",
          "patient/Observation.R",
          "patient/Observation.reads",
          "patient/*.rs?_tag=a",
          "patient/Observation.rs*",
          "patient/Observation.**",
          "patient/Observation.read?category=a",
          "patient/observation.rs",
          "patient/Observations.rs",
          "patient/Resource.rs",
          "patient/DomainResource.rs",
          "patient/.rs",
          "patient/**.rs",
          "patient/*/Observation.rs",
          "patient.Observation.rs",
          "Patient/Observation.rs",
          "/Observation.rs",
          "admin/Observation.rs",
          "patient/Observation.rs?",
          "patient/Observation.rs?category",
          "patient/Observation.rs?category=",
          "patient/Observation.rs?category=%20",
          "patient/Observation.rs?=a",
          "patient/Observation.rs?category=a&",
          "patient/Observation.rs?&category=a",
          "patient/Observation.rs?category:in=a",
          "patient/Observation.rs?category:not=a",
          "patient/Observation.rs?subject.name=a",
          "patient/Observation.rs?_has=a",
          "patient/Observation.rs?_has:Provenance:target:agent=a",
          "patient/Observation.rs?_filter=a",
          "patient/Observation.rs?_sort=a",
          "patient/Observation.rs?_count=1",
          "patient/Observation.rs?_include=a",
          "patient/Observation.rs?_text=a",
          "patient/Observation.rs?_list=a",
          "patient/Observation.rs?cat%65gory=a",
          "patient/Observation.rs?category=a+b",
          "patient/Observation.rs?category=a#b",
          "patient/Observation.rs?category=%",
          "patient/Observation.rs?category=%4",
          "patient/Observation.rs?category=%ZZ",
          "patient/Observation.rs?category=%00",
          "patient/Observation.rs?category=%C3",
          "patient/Observation.rs\n",
          "patient/Observation.rs\tuser/*.cruds",
          "patient/Observation.r\u0455",
          "patient/Observation.r\"",
          "launch/practitioner",
          "OPENID",
          "profile"
        })
    void whatIsMalformedAllowsNothingAndIsToldWithAReason(String text) {
      SmartScopes.Reading reading = SmartScopes.read(text);

      assertThat(reading.scopes()).isEqualTo(SmartScopes.NONE);
      assertThat(reading.refused()).hasSize(1);
      assertThat(reading.refused().get(0).reason()).isNotBlank();
      assertThat(reading.refused().get(0).text()).matches("[\\x21-\\x7E]+");
    }

    @Test
    void aMalformedScopeTakesNothingFromItsNeighbours() {
      assertThat(SmartScopes.of("openid patient/Patient.dus  patient/Condition.rs").text())
          .isEqualTo("openid patient/Condition.rs");
    }

    @Test
    void theWordsOfVersionOneMeanTheLettersOfVersionTwo() {
      assertThat(right("patient/*.read").permissions())
          .isEqualTo(right("patient/*.rs").permissions());
      assertThat(right("patient/*.write").permissions())
          .isEqualTo(right("patient/*.cud").permissions());
      assertThat(right("patient/*.*").permissions())
          .isEqualTo(right("patient/*.cruds").permissions());
      assertThat(right("patient/*.read").syntax()).isEqualTo(Syntax.V1);
    }

    @Test
    void theValuesOfAQueryAreDecodedOnce() {
      SmartScope scope = right("user/Observation.rs?category=a%2520b%7Cc&_tag=x%2Cy");

      assertThat(scope.level()).isEqualTo(Level.USER);
      assertThat(scope.query().parameters())
          .containsExactly(
              new GranularQuery.Parameter("category", "a%20b|c"),
              new GranularQuery.Parameter("_tag", "x,y"));
    }
  }

  @Nested
  class Covering {

    @ParameterizedTest
    @CsvSource(
        delimiter = ' ',
        value = {
          "system/Observation.rs system/Observation.r",
          "system/*.rs system/Observation.rs",
          "patient/*.* patient/Observation.read",
          "patient/Observation.rs patient/Observation.rs?category=a",
          "patient/Observation.rs?category=a,b patient/Observation.rs?category=a",
          "patient/Observation.rs?category=a patient/Observation.r?code=x&category=a"
        })
    void theWiderCoversTheNarrower(String wider, String narrower) {
      assertThat(right(wider).covers(right(narrower))).isTrue();
      assertThat(right(narrower).covers(right(wider))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = ' ',
        value = {
          "user/*.cruds patient/*.rs",
          "system/*.cruds user/*.rs",
          "patient/Observation.rs?category=a patient/Observation.rs?category=b",
          "patient/Observation.rs?category=a patient/Observation.rs?code=a",
          "patient/Observation.rs patient/Condition.rs"
        })
    void othersCoverOneAnotherInNoDirection(String one, String other) {
      assertThat(right(one).covers(right(other))).isFalse();
      assertThat(right(other).covers(right(one))).isFalse();
    }

    @Test
    void aCommaThatIsEscapedSeparatesNothing() {
      assertThat(right("user/Patient.r?name=a%5C,b").covers(right("user/Patient.r?name=a%5C")))
          .isFalse();
    }

    @Test
    void severalScopesCoverTogetherWhatNoneCoversAlone() {
      assertThat(SmartScopes.of("user/Patient.r user/*.s").covers(right("user/Patient.rs")))
          .isTrue();
      assertThat(SmartScopes.of("user/Patient.r user/Condition.s").covers(right("user/Patient.rs")))
          .isFalse();
    }
  }

  @Nested
  class Narrowing {

    @ParameterizedTest
    @CsvSource({
      "system/Observation.r, system/Observation.rs, system/Observation.r",
      "system/Observation.cruds, system/Observation.rs, system/Observation.rs",
      "patient/*.read, patient/*.cruds, patient/*.read",
      "patient/*.*, patient/*.rs, patient/*.rs",
      "patient/*.rs, patient/Patient.r patient/Condition.cs, patient/Patient.r patient/Condition.s",
      "patient/Observation.rs, patient/Observation.rs?category=a,"
          + " patient/Observation.rs?category=a",
      "patient/Observation.r?code=x, patient/Observation.rs?category=a,"
          + " patient/Observation.r?code=x&category=a",
      "openid launch/patient patient/*.rs, openid patient/*.rs, openid patient/*.rs",
      "user/Patient.rs, user/Patient.r user/*.s, user/Patient.rs",
      "user/*.rs, system/*.cruds patient/*.rs, ''"
    })
    void whatIsRequestedIsCutToWhatIsAllowed(String requested, String limit, String left) {
      assertThat(SmartScopes.of(requested).within(SmartScopes.of(limit)).text()).isEqualTo(left);
    }
  }

  private static SmartScope right(String text) {
    return SmartScopes.of(text).resourceScopes().get(0);
  }
}
