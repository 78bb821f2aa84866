package org.andiron.consent.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.andiron.consent.enforcement.ConsentIT;
import org.andiron.security.account.Accounts;
import org.andiron.testsupport.FhirHttp.Answer;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Type;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;

/** A record, a doctor who may lose some of it, and drafts by which. */
abstract class EvaluationIT extends ConsentIT {

  @Autowired Accounts accounts;

  String doctor = "";
  String glucose = "";
  String weight = "";

  @BeforeEach
  void aRecordAndADoctor() {
    doctor = "Practitioner/evaluated-" + mark;
    assertThat(
            as(backend)
                .put(
                    doctor,
                    "{\"resourceType\": \"Practitioner\", \"id\": \"evaluated-" + mark + "\"}")
                .status())
        .isEqualTo(201);
    glucose = observation("2339-0");
    weight = observation("29463-7");
  }

  final String draft(String status, String provision) {
    return json(
        "{'resourceType': 'Consent', 'status': '"
            + status
            + "', 'patient': {'reference': 'PATIENT'}, 'scope': {'coding': [{'system':"
            + " 'http://terminology.hl7.org/CodeSystem/consentscope', 'code': 'patient-privacy'}]},"
            + " 'category': [{'coding': [{'system': 'http://loinc.org', 'code': '59284-0'}]}],"
            + " 'policy': [{'uri': 'http://example.org/policy'}], 'provision': "
            + provision
            + "}");
  }

  final String denyDoctor(String more) {
    return "{'type': 'deny', 'actor': [{'role': {'text': 'x'}, 'reference': {'reference': '"
        + doctor
        + "'}}]"
        + more
        + "}";
  }

  static String ofCode(String code) {
    return ", 'code': [{'coding': [{'system': 'http://loinc.org', 'code': '" + code + "'}]}]";
  }

  final Answer evaluate(String token, String draft, String... headers) {
    return as(token)
        .post(
            "Consent/$evaluate",
            "{\"resourceType\": \"Parameters\", \"parameter\": [{\"name\": \"consent\","
                + " \"resource\": "
                + draft
                + "}]}",
            headers);
  }

  final Parameters parameters(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return fhirContext().newJsonParser().parseResource(Parameters.class, answer.body());
  }

  static String text(Type value) {
    if (value instanceof Coding coding) {
      return coding.getCode();
    }
    return value instanceof Reference reference ? reference.getReference() : value.primitiveValue();
  }

  /** The parts of each parameter of a name, as {@code name=value}. */
  static List<List<String>> parts(Parameters parameters, String name) {
    return parameters.getParameter().stream()
        .filter(it -> it.getName().equals(name))
        .map(
            it ->
                it.getPart().stream()
                    .map(part -> part.getName() + "=" + text(part.getValue()))
                    .toList())
        .toList();
  }

  static String value(Parameters parameters, String name) {
    ParametersParameterComponent parameter = parameters.getParameter(name);
    return text(parameter.getValue());
  }
}
