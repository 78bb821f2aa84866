package org.andiron.consent.decision;

import static org.andiron.consent.decision.Given.consent;
import static org.andiron.consent.decision.Given.decide;
import static org.andiron.consent.decision.Given.deny;
import static org.andiron.consent.decision.Given.doctor;
import static org.andiron.consent.decision.Given.label;
import static org.andiron.consent.decision.Given.labels;
import static org.andiron.consent.decision.Given.observation;
import static org.andiron.consent.decision.Given.permit;
import static org.andiron.consent.term.Confidentiality.N;
import static org.andiron.consent.term.Confidentiality.R;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Parts with labels of their own. */
class ObligationsTest {

  private final ResourceFacts resource =
      observation()
          .labels(labels(N))
          .parts(
              List.of(
                  new LabelledPart("Observation.note[0]", labels(R, "PSY")),
                  new LabelledPart("Observation.component[1]", labels(R, "HIV"))))
          .build();

  @Test
  void whatWouldBeDeniedAsAResourceIsMasked() {
    ConsentDecision decision =
        decide(doctor("TREAT"), resource, consent(permit(deny(label("PSY")))));
    assertThat(decision)
        .isInstanceOfSatisfying(
            ConsentDecision.PermitWithObligations.class,
            it ->
                assertThat(it.obligations())
                    .containsExactly(new Obligation.MaskPart("Observation.note[0]")));
  }

  @Test
  void nothingIsMaskedIfAllIsPermitted() {
    assertThat(decide(doctor("TREAT"), resource, consent(permit())))
        .isInstanceOf(ConsentDecision.Permit.class);
  }

  @Test
  void whatIsDeniedAsAWholeHasNoObligations() {
    assertThat(decide(doctor("TREAT"), resource, consent(deny())))
        .isInstanceOf(ConsentDecision.Deny.class);
  }
}
