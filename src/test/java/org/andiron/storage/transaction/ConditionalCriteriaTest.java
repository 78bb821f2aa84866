package org.andiron.storage.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.Patient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionalCriteriaTest {

  private static final ConditionalCriteria EXPECTED =
      new ConditionalCriteria("Patient?active=true&identifier=urn:a|1&identifier=urn:b|2");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "active=true&identifier=urn:a|1&identifier=urn:b|2",
        "identifier=urn:b|2&identifier=urn:a|1&active=true",
        "?identifier=urn:a%7C1&active=true&identifier=urn:b%7C2",
        "Patient?active=true&identifier=urn%3Aa%7C1&identifier=urn:b|2&_format=json&_pretty=true",
        "http://localhost/fhir/Patient?active=true&identifier=urn:b|2&identifier=urn:a|1"
      })
  void spellingsOfOneSearchAreOne(String search) {
    assertThat(ConditionalCriteria.of("Patient", search)).contains(EXPECTED);
  }

  @Test
  void anotherTypeOrValueIsAnotherSearch() {
    assertThat(ConditionalCriteria.of("Patient", "identifier=1"))
        .isNotEqualTo(ConditionalCriteria.of("Practitioner", "identifier=1"))
        .isNotEqualTo(ConditionalCriteria.of("Patient", "identifier=2"));
  }

  @Test
  void anEntryIsConditionalByItsUrlOrByIfNoneExist() {
    Optional<ConditionalCriteria> expected = ConditionalCriteria.of("Patient", "identifier=1");

    assertThat(ofEntry(HTTPVerb.PUT, "Patient?identifier=1", null)).isEqualTo(expected);
    assertThat(ofEntry(HTTPVerb.PATCH, "/Patient?identifier=1", null)).isEqualTo(expected);
    assertThat(ofEntry(HTTPVerb.DELETE, "Patient?identifier=1", null)).isEqualTo(expected);
    assertThat(ofEntry(HTTPVerb.POST, "Patient", "identifier=1")).isEqualTo(expected);
  }

  @Test
  void anEntryByIdOrAReadIsNotConditional() {
    assertThat(ofEntry(HTTPVerb.PUT, "Patient/1", null)).isEmpty();
    assertThat(ofEntry(HTTPVerb.POST, "Patient", null)).isEmpty();
    assertThat(ofEntry(HTTPVerb.GET, "Patient?identifier=1", null)).isEmpty();
  }

  private static Optional<ConditionalCriteria> ofEntry(
      HTTPVerb method, String url, @Nullable String ifNoneExist) {
    BundleEntryComponent entry = new BundleEntryComponent().setResource(new Patient());
    entry.getRequest().setMethod(method).setUrl(url).setIfNoneExist(ifNoneExist);
    return ConditionalCriteria.ofEntry(entry);
  }
}
