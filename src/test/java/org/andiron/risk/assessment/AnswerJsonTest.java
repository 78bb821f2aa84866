package org.andiron.risk.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.stream.Stream;
import org.andiron.fhir.ResourceJson;
import org.andiron.risk.Installed;
import org.andiron.risk.explanation.Language;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers in files are as HAPI would write them. */
class AnswerJsonTest {

  private static final IParser HAPI =
      FhirContext.forR4Cached().newJsonParser().setStripVersionsFromReferences(false);

  private static final ObjectMapper EXACT =
      new ObjectMapper()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .setNodeFactory(JsonNodeFactory.withExactBigDecimals(true));

  private static JsonNode tree(String json) throws JsonProcessingException {
    return EXACT.readTree(json);
  }

  private static Stream<String> models() {
    return Installed.all().all().stream().map(it -> it.content().model().card().id());
  }

  @ParameterizedTest
  @MethodSource("models")
  void answersAreTheSameButForTheOrderInObjects(String model) throws JsonProcessingException {
    for (List<? extends Resource> record :
        List.of(
            Scored.prevent(),
            Scored.pooledCohort(),
            Scored.atrialFibrillation(),
            Scored.discharged(),
            Scored.prevent().subList(0, 1))) {
      Score score = Scored.score(model, record);
      for (Language language : Language.values()) {
        for (boolean explained : List.of(true, false)) {
          Resource answer = new RiskAnswer(new AnswerStyle(language, explained)).of(score);
          assertThat(tree(ResourceJson.of(answer)))
              .isEqualTo(tree(HAPI.encodeResourceToString(answer)));
        }
      }
    }
  }
}
