package org.andiron.consent.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What says no time is of when it was stored; what says one that cannot be placed, of any. */
class UndatedDataIT extends ConsentIT {

  private static final String BEFORE = "'dataPeriod': {'start': '2022', 'end': '2022'}";
  private static final String NOW = "'dataPeriod': {'start': '2023'}";

  private String undated = "";
  private String unplaced = "";

  @BeforeEach
  void undatedAndUnplaced() {
    undated = observation("2339-0");
    unplaced =
        stored(
            "Condition",
            "{'resourceType': 'Condition', 'subject': {'reference': 'PATIENT'}, 'code': {'text':"
                + " 'MARK'}, 'onsetString': 'as a child', 'recordedDate': '2026'}");
  }

  private void assertStatus(int ofUndated, int ofUnplaced) {
    assertThat(status(nurse, undated)).isEqualTo(ofUndated);
    assertThat(status(nurse, unplaced)).isEqualTo(ofUnplaced);
  }

  @Test
  void whatDeniesAnEarlierYearDoesNotReachWhatIsUndated() {
    consent("{'type': 'deny', " + BEFORE + "}");
    assertStatus(200, 404);
  }

  @Test
  void whatDeniesTheTimeAtWhichItWasStoredDoes() {
    consent("{'type': 'deny', " + NOW + "}");
    assertStatus(404, 404);
  }

  @Test
  void whatPermitsAnEarlierYearDoesNotReachIt() {
    consent("{'type': 'permit', " + BEFORE + "}");
    assertStatus(404, 404);
  }

  @Test
  void whatPermitsTheTimeAtWhichItWasStoredDoes() {
    consent("{'type': 'permit', " + NOW + "}");
    assertStatus(200, 404);
  }
}
