package org.andiron.consent.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** From where to go on, and with which records. */
class RulingStateTest {

  private static final RulingState WHOLE = new RulingState("p1", "c1", false, 90, true);
  private static final RulingState PART = new RulingState("p1", "c1", false, 40, false);

  @Test
  void nothingIsDoneTwice() {
    assertThat(WHOLE.towards("p1", "c1")).isEqualTo(WHOLE);
    assertThat(PART.towards("p1", "c1")).isEqualTo(PART);
  }

  @Test
  void otherPoliciesConcernAllRecords() {
    assertThat(WHOLE.towards("p2", "c1")).isEqualTo(new RulingState("p2", "c1", false, 0, false));
    assertThat(WHOLE.towards("p2", "c2")).isEqualTo(new RulingState("p2", "c2", false, 0, false));
  }

  @Test
  void otherCodeSystemsConcernThoseThatAskForCodes() {
    RulingState codes = WHOLE.towards("p1", "c2");

    assertThat(codes).isEqualTo(new RulingState("p1", "c2", true, 0, false));
    assertThat(codes.reached(40, false).towards("p1", "c3"))
        .isEqualTo(new RulingState("p1", "c3", true, 0, false));
  }

  @Test
  void whatWasNotGoneThroughByThePoliciesIsStillToDoWhenCodeSystemsChange() {
    assertThat(PART.towards("p1", "c2")).isEqualTo(new RulingState("p1", "c2", false, 0, false));
  }
}
