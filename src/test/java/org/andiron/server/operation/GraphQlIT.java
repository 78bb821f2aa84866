package org.andiron.server.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphQlIT extends AndironIT {

  private final String id = "gql-" + UUID.randomUUID();

  @BeforeEach
  void storeAPatient() {
    Answer answer =
        http()
            .put(
                "Patient/" + id,
                "{\"resourceType\":\"Patient\",\"id\":\""
                    + id
                    + "\",\"name\":[{\"family\":\"Graph\",\"given\":[\"Q\"]}]}");
    assertThat(answer.status()).isEqualTo(201);
  }

  private Answer get(String path, String query) {
    return http().get(path + "?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
  }

  @Test
  void aQueryByGetIsAnsweredOnTheSystem() {
    Answer answer = get("$graphql", "{Patient(id:\"" + id + "\"){name{family}}}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().at("/data/Patient/name/0/family").asText()).isEqualTo("Graph");
  }

  @Test
  void aQueryIsAnsweredOnAnInstance() {
    Answer answer = get("Patient/" + id + "/$graphql", "{name{family,given}}");
    assertThat(answer.json().at("/data/name/0/given/0").asText()).isEqualTo("Q");
  }

  @Test
  void aListIsAnsweredOnAType() {
    Answer answer = get("Patient/$graphql", "{PatientList(_id:\"" + id + "\"){id}}");
    assertThat(answer.json().at("/data/PatientList/0/id").asText()).as(answer.body()).isEqualTo(id);
  }

  @Test
  void aQueryByPostMayBeGraphqlOrJsonWithVariables() {
    Answer plain =
        http()
            .post(
                "$graphql",
                "{Patient(id:\"" + id + "\"){id}}",
                "Content-Type",
                "application/graphql");
    assertThat(plain.status()).as(plain.body()).isEqualTo(200);
    assertThat(plain.json().at("/data/Patient/id").asText()).isEqualTo(id);
    String body =
        JsonNodeFactory.instance
            .objectNode()
            .put("query", "query Q($who: String){Patient(id:$who){name{family}}}")
            .put("operationName", "Q")
            .set("variables", JsonNodeFactory.instance.objectNode().put("who", id))
            .toString();
    Answer json = http().post("$graphql", body, "Content-Type", "application/json");
    assertThat(json.status()).as(json.body()).isEqualTo(200);
    assertThat(json.json().at("/data/Patient/name/0/family").asText()).isEqualTo("Graph");
  }

  /** The server looked for a resource of no type, and failed. */
  @ParameterizedTest
  @ValueSource(strings = {"\"display\":\"Ann\"", "\"identifier\":{\"value\":\"1\"}"})
  void whatAReferenceWithoutALiteralNamesIsNotResolved(String subject) {
    Answer stored =
        http()
            .post(
                "Observation",
                "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":\"x\"},"
                    + "\"subject\":{"
                    + subject
                    + "}}");
    assertThat(stored.status()).as(stored.body()).isEqualTo(201);
    String path = "Observation/" + stored.id() + "/$graphql";
    assertThat(get(path, "{subject{resource{...on Patient{id}}}}").status()).isEqualTo(400);
    Answer optional = get(path, "{status subject{resource(optional:true){...on Patient{id}}}}");
    assertThat(optional.status()).as(optional.body()).isEqualTo(200);
    assertThat(optional.json().at("/data/status").asText()).isEqualTo("final");
  }

  @Test
  void theSchemaOfATypeCanBeAskedFor() {
    Answer answer = get("Patient/$graphql", "{__schema{queryType{name}}}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().at("/data/__schema/queryType/name").asText()).isEqualTo("Query");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "nonsense", "{Patient(id:\"x\"){nonsense}}"})
  void aQueryThatCannotBeAnsweredIsRefused(String query) {
    Answer answer = get("$graphql", query);
    assertThat(answer.status()).as(answer.body()).isBetween(400, 499);
    assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
  }

  @Test
  void aBodyOfAnotherTypeIsRefused() {
    Answer answer = http().post("$graphql", "{}", "Content-Type", "application/json");
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    Answer broken = http().post("$graphql", "{", "Content-Type", "application/json");
    assertThat(broken.status()).as(broken.body()).isBetween(400, 499);
  }

  @Test
  void aTypeThatDoesNotExistIsRefused() {
    for (String path : new String[] {"$graphql", "Patient/$graphql"}) {
      Answer answer = get(path, "{NonsenseList{id}}");
      assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    }
  }
}
