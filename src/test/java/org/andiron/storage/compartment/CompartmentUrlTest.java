package org.andiron.storage.compartment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompartmentUrlTest {

  @Test
  void takesThePathApartAndLeavesTheQueryAsItIs() {
    assertThat(CompartmentUrl.parse("/Patient/a-1/Observation?code=x|y&_count=2"))
        .contains(new CompartmentUrl("Patient", "a-1", "Observation", "code=x|y&_count=2"));
    assertThat(CompartmentUrl.parse("Patient/1/*"))
        .contains(new CompartmentUrl("Patient", "1", "*", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Patient",
        "Patient/1",
        "Patient?name=a/b/C",
        "Patient/1/_history/2",
        "Patient/1/$everything",
        "urn:uuid:1/2/Observation"
      })
  void leavesOtherUrlsAlone(String url) {
    assertThat(CompartmentUrl.parse(url)).isEmpty();
  }
}
