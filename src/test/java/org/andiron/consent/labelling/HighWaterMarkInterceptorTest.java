package org.andiron.consent.labelling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.andiron.consent.term.CodeSystems;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A Bundle that the server makes has the highest level of what is in it, and no stored one. */
class HighWaterMarkInterceptorTest {

  private final HighWaterMarkInterceptor interceptor = new HighWaterMarkInterceptor();

  private static Observation stored(String labels) {
    Observation observation = new Observation();
    observation.getMeta().setVersionId("1");
    if (labels != null) {
      for (String label : labels.split("\\+")) {
        observation
            .getMeta()
            .addSecurity()
            .setSystem(
                label.length() == 1 ? CodeSystems.CONFIDENTIALITY : "urn:example:sensitivities")
            .setCode(label);
      }
    }
    return observation;
  }

  private static Bundle of(Resource... resources) {
    Bundle bundle = new Bundle().setType(BundleType.SEARCHSET);
    for (Resource resource : resources) {
      bundle.addEntry().setResource(resource);
    }
    return bundle;
  }

  private List<String> marked(Bundle bundle) {
    interceptor.answer(bundle);
    return levels(bundle);
  }

  private static List<String> levels(Bundle bundle) {
    return bundle.getMeta().getSecurity().stream()
        .peek(it -> assertThat(it.getSystem()).isEqualTo(CodeSystems.CONFIDENTIALITY))
        .map(it -> it.getCode())
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"R,N,R", "N,V,V", "L,U,L", "L,,N", "R,,R", "PSY+R,N,R", "R+V,N,V", "M,L,M"})
  void theHighestLevelCountsAndWhatHasNoneIsNormal(String one, String other, String expected) {
    assertThat(marked(of(stored(one), stored(other)))).containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource({",", "PSY,", "PSY,X+HIV"})
  void whereNothingHasALevelTheBundleHasNone(String one, String other) {
    assertThat(marked(of(stored(one), stored(other)))).isEmpty();
  }

  @Test
  void anEmptyBundleAndWhatIsNoRecordHaveNone() {
    assertThat(marked(of())).isEmpty();
    OperationOutcome outcome = new OperationOutcome();
    outcome.getMeta().addSecurity().setSystem(CodeSystems.CONFIDENTIALITY).setCode("V");
    assertThat(marked(of(outcome))).isEmpty();
  }

  @Test
  void anAnswerWithinAnAnswerCountsAndIsMarkedToo() {
    Bundle inner = of(stored("R"));
    assertThat(marked(of(inner, stored("N")))).containsExactly("R");
    assertThat(levels(inner)).containsExactly("R");
  }

  @Test
  void whatIsStoredStaysAsItIs() {
    Bundle document = of(stored("V"));
    document.getMeta().setVersionId("3");
    assertThat(marked(document)).isEmpty();
    assertThat(marked(of(document, stored("N")))).containsExactly("N");
  }
}
