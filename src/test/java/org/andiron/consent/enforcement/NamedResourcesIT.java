package org.andiron.consent.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.Test;

/**
 * What is stored names only what exists for its writer, also where no search parameter leads: a
 * Consent may be about what refers to something, so that what becomes of it would tell what is
 * there.
 */
class NamedResourcesIT extends ConsentIT {

  /** An Observation with a reference of which no search parameter knows. */
  private String naming(String id, String named) {
    return json(
        "{'resourceType': 'Observation', "
            + (id.isEmpty() ? "" : "'id': '" + id.substring(id.indexOf('/') + 1) + "', ")
            + "'extension': [{'url': 'http://example.org/about', 'valueReference':"
            + " {'reference': '"
            + named
            + "'}}], 'status': 'final', 'subject': {'reference': 'PATIENT'}, 'code': {'text':"
            + " 'MARK'}}");
  }

  private static String transaction(String... entries) {
    return ("{'resourceType': 'Bundle', 'type': 'transaction', 'entry': ["
            + String.join(",", entries)
            + "]}")
        .replace('\'', '"');
  }

  private static String entry(String fullUrl, String method, String url, String resource) {
    return ("{'fullUrl': '%s', 'resource': %s, 'request': {'method': '%s', 'url': '%s'}}"
            .replace('\'', '"'))
        .formatted(fullUrl, resource, method, url);
  }

  /** An Observation that a Consent withholds from the nurse, with what refers to it. */
  private String withheld() {
    String withheld = observation("2339-0");
    consent(
        "{'type': 'deny', 'actor': [{'role': {'text': 'x'}, 'reference': {'reference':"
            + " 'Practitioner/test-nurse'}}], 'data': [{'meaning': 'dependents', 'reference':"
            + " {'reference': '"
            + withheld
            + "'}}]}");
    assertThat(status(nurse, withheld)).isEqualTo(404);
    return withheld;
  }

  private static String said(Answer answer, String named) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    String issue = answer.json().path("issue").toString();
    assertThat(issue).contains(named);
    return issue.replace(named, "X");
  }

  @Test
  void whatIsWithheldAndWhatIsNotThereCannotBeNamedAlike() {
    String withheld = withheld();
    String absent = "Observation/" + mark;

    assertThat(said(as(nurse).post("Observation", naming("", withheld)), withheld))
        .isEqualTo(said(as(nurse).post("Observation", naming("", absent)), absent));
    String[] bundles = new String[2];
    for (int i = 0; i < 2; i++) {
      bundles[i] =
          transaction(
              entry(
                  "urn:uuid:" + mark,
                  "POST",
                  "Observation",
                  naming("", i == 0 ? withheld : absent)),
              "{'request': {'method': 'GET', 'url': 'Observation?subject=" + patient + "'}}");
    }
    assertThat(said(as(nurse).post("", bundles[0]), withheld))
        .isEqualTo(said(as(nurse).post("", bundles[1]), absent));
    assertThat(found(backend, "Observation?subject=" + patient)).containsExactly(withheld);
  }

  @Test
  void whatStandsForABinaryIsLookedForToo() {
    String withheld = withheld();
    String absent = "Observation/" + mark;
    String binary =
        "{'resourceType': 'Binary', 'contentType': 'text/plain', 'data': 'YQ==', 'securityContext':"
            + " {'reference': '%s'}}";
    assertThat(said(as(nurse).post("Binary", json(binary.formatted(withheld))), withheld))
        .isEqualTo(said(as(nurse).post("Binary", json(binary.formatted(absent))), absent));
    String shown = observation("29463-7");
    assertThat(as(nurse).post("Binary", json(binary.formatted(shown))).status()).isEqualTo(201);
  }

  @Test
  void whatExistsForTheWriterIsNamedAlsoIfItComesWithIt() {
    withheld();
    String shown = observation("29463-7");
    assertThat(as(nurse).post("Observation", naming("", shown)).status()).isEqualTo(201);
    String urn = "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e2";
    Answer together =
        as(nurse)
            .post(
                "",
                transaction(
                    entry(
                        "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e3",
                        "POST",
                        "Observation",
                        naming("", urn)),
                    entry(urn, "POST", "Observation", naming("", shown))));
    assertThat(together.status()).as(together.body()).isEqualTo(200);
    Answer elsewhere =
        as(nurse)
            .post("Observation", naming("", "https://elsewhere.example/fhir/Observation/" + mark));
    assertThat(elsewhere.status()).as(elsewhere.body()).isEqualTo(201);
  }

  @Test
  void anUpdateKeepsWhatWasNamedBeforeAndAddsNothingHidden() {
    String target = observation("29463-7");
    String naming = stored("Observation", naming("", target).replace('"', '\''));
    assertThat(as(backend).delete(target).status()).isEqualTo(200);
    String withheld = withheld();

    Answer same = as(nurse).put(naming, naming(naming, target).replace("final", "amended"));
    assertThat(same.status()).as(same.body()).isEqualTo(200);
    said(as(nurse).put(naming, naming(naming, withheld)), withheld);
    String patch =
        "[{'op': 'replace', 'path': '/extension/0/valueReference/reference', 'value': '"
            .concat(withheld)
            .concat("'}]")
            .replace('\'', '"');
    Answer patched = as(nurse).patch(naming, patch, "Content-Type", "application/json-patch+json");
    said(patched, withheld);
    assertThat(as(backend).get(naming).body()).doesNotContain(withheld);
  }

  /** A transaction that stores something twice does not get around it. */
  @Test
  void whatATransactionHasStoredItselfIsNotKnownBefore() {
    String withheld = withheld();
    String urn = "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e4";
    String self =
        naming("", withheld)
            .replace("\"status\"", "\"focus\":[{\"reference\":\"%s\"}],\"status\"".formatted(urn));
    said(as(nurse).post("", transaction(entry(urn, "POST", "Observation", self))), withheld);
  }
}
