package org.andiron.consent.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a Consent names refers to others, and they to it, also where no search parameter leads. */
class UnindexedReferencesIT extends ConsentIT {

  private static final String IDENTIFIER = "{'system': 'http://example.org/plan', 'value': '%s'}";

  private String glucose = "";
  private String weight = "";

  @BeforeEach
  void observations() {
    glucose = identified("2339-0", "glucose-MARK");
    weight = identified("29463-7", "weight-MARK");
  }

  private String identified(String code, String identifier) {
    return stored(
        "Observation",
        "{'resourceType': 'Observation', 'identifier': ["
            + IDENTIFIER.formatted(identifier)
            + "], 'status': 'final', 'subject': {'reference': 'PATIENT'}, 'code': {'coding':"
            + " [{'system': 'http://loinc.org', 'code': '"
            + code
            + "'}]}}");
  }

  private String plan(String elements) {
    return stored(
        "CarePlan",
        "{'resourceType': 'CarePlan', 'identifier': ["
            + IDENTIFIER.formatted("plan-MARK")
            + "], 'status': 'active', 'intent': 'plan', 'subject': {'reference': 'PATIENT'}, "
            + elements
            + "}");
  }

  private void denyNurse(String meaning, String reference) {
    consent(
        "{'type': 'deny', 'data': [{'meaning': '"
            + meaning
            + "', 'reference': "
            + reference
            + "}], 'actor': [{'role': {'text': 'x'}, 'reference': {'reference':"
            + " 'Practitioner/test-nurse'}}]}");
  }

  private static String literal(String reference) {
    return "{'reference': '" + reference + "'}";
  }

  private static String logical(String identifier) {
    return "{'identifier': " + IDENTIFIER.formatted(identifier) + "}";
  }

  private void assertWithheld(String hidden, String shown) {
    assertThat(status(nurse, hidden)).isEqualTo(404);
    assertThat(status(nurse, shown)).isEqualTo(200);
    assertThat(status(physician, hidden)).isEqualTo(200);
  }

  @Test
  void whatItRefersToIsRelated() {
    String plan = plan("'activity': [{'outcomeReference': [" + literal(glucose) + "]}]");
    denyNurse("related", literal(plan));
    assertWithheld(glucose, weight);
  }

  @Test
  void soIsWhatItRefersToByAnIdentifier() {
    String plan = plan("'supportingInfo': [" + logical("glucose-MARK") + "]");
    denyNurse("related", literal(plan));
    assertWithheld(glucose, weight);
  }

  @Test
  void whatIsNamedByAnIdentifierRefersToOthersToo() {
    plan("'supportingInfo': [" + literal(glucose) + "]");
    denyNurse("related", logical("plan-MARK"));
    assertWithheld(glucose, weight);
  }

  @Test
  void whatItComesToReferToIsRelatedFromThenOn() {
    String plan = plan("'supportingInfo': [" + literal(weight) + "]");
    denyNurse("related", literal(plan));
    assertWithheld(weight, glucose);
    String changed = as(backend).get(plan).body().replace(weight, glucose);
    assertThat(as(backend).put(plan, changed).status()).isEqualTo(200);
    assertWithheld(glucose, weight);
  }

  private String report(String elements) {
    return stored(
        "DiagnosticReport",
        "{'resourceType': 'DiagnosticReport', 'identifier': ["
            + IDENTIFIER.formatted("report-MARK")
            + "], 'status': 'final', 'code': {'text': 'MARK'}, 'subject': {'reference':"
            + " 'PATIENT'}"
            + elements
            + "}");
  }

  private String task(String focus) {
    return stored(
        "Task",
        "{'resourceType': 'Task', 'status': 'requested', 'intent': 'order', 'for': {'reference':"
            + " 'PATIENT'}, 'input': [{'type': {'text': 'x'}, 'valueReference': "
            + focus
            + "}]}");
  }

  @Test
  void whatRefersToItDependsOnIt() {
    String report = report("");
    String before = task(literal(report));
    denyNurse("dependents", literal(report));
    assertWithheld(before, glucose);
    assertWithheld(task(literal(report)), task(literal(glucose)));
  }

  @Test
  void soDoesWhatRefersToItByAnIdentifierOrTheOtherWayRound() {
    String report = report("");
    String byIdentifier = task(logical("report-MARK"));
    denyNurse("dependents", literal(report));
    assertWithheld(byIdentifier, glucose);
    assertWithheld(task(logical("report-MARK")), task(logical("other-MARK")));
  }

  @Test
  void whatRefersByIdToWhatIsNamedByAnIdentifierDependsOnIt() {
    String byId = task(literal(report("")));
    denyNurse("dependents", logical("report-MARK"));
    assertWithheld(byId, glucose);
  }
}
