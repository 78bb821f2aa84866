package org.andiron.consent.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A stored Bundle does not show a copy of what is denied. */
class CopiesIT extends ConsentIT {

  private String author = "";
  private String copied = "";
  private String other = "";
  private String withCopy = "";
  private String without = "";

  @BeforeEach
  void documents() {
    author = stored("Practitioner", "{'resourceType': 'Practitioner'}");
    copied = stored("Observation", by(author));
    other = observation("29463-7");
    withCopy = bundle(copied);
    without = bundle(other);
  }

  private static String by(String performer) {
    return "{'resourceType': 'Observation', 'status': 'final', 'subject': {'reference':"
        + " 'PATIENT'}, 'code': {'text': 'MARK'}, 'performer': [{'reference': '"
        + performer
        + "'}]}";
  }

  /** With a copy of what is stored. */
  private String bundle(String observation) {
    Answer original = as(backend).get(observation);
    return stored(
        "Bundle",
        "{'resourceType': 'Bundle', 'type': 'collection', 'entry': [{'resource': "
            + original.body()
            + "}]}");
  }

  private void denyNurse(String meaning, String reference) {
    consent(
        "{'type': 'deny', 'data': [{'meaning': '"
            + meaning
            + "', 'reference': {'reference': '"
            + reference
            + "'}}], 'actor': [{'role': {'text': 'x'}, 'reference': {'reference':"
            + " 'Practitioner/test-nurse'}}]}");
  }

  private void assertOnlyTheCopyIsWithheld() {
    String later = bundle(copied);
    for (String hidden : new String[] {copied, withCopy, withCopy + "/_history/1", later}) {
      assertThat(status(nurse, hidden)).as(hidden).isEqualTo(404);
      assertThat(status(physician, hidden)).as(hidden).isEqualTo(200);
    }
    assertThat(status(nurse, other)).isEqualTo(200);
    assertThat(status(nurse, without)).isEqualTo(200);
    assertThat(found(nurse, "Bundle?_id=" + id(withCopy) + "," + id(without) + "," + id(later)))
        .containsExactly(without);
  }

  private static String id(String reference) {
    return reference.substring(reference.indexOf('/') + 1);
  }

  @Test
  void ofAResourceThatIsDenied() {
    denyNurse("instance", copied);
    assertOnlyTheCopyIsWithheld();
  }

  @Test
  void ofWhatSomebodyWrote() {
    denyNurse("authoredby", author);
    assertOnlyTheCopyIsWithheld();
  }

  @Test
  void ofWhatADeniedListRefersTo() {
    String list =
        stored(
            "List",
            "{'resourceType': 'List', 'status': 'current', 'mode': 'working', 'entry': [{'item':"
                + " {'reference': '"
                + copied
                + "'}}]}");
    denyNurse("related", list);
    assertOnlyTheCopyIsWithheld();
  }

  @Test
  void whatPermitsAResourceDoesNotPermitWhatIsAroundACopy() {
    consent(
        "{'type': 'permit', 'data': [{'meaning': 'instance', 'reference': {'reference': '"
            + copied
            + "'}}]}");
    assertThat(status(nurse, copied)).isEqualTo(200);
    assertThat(status(nurse, withCopy)).isEqualTo(404);
  }
}
