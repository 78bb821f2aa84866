package org.andiron.risk.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.andiron.risk.learning.TrainedRanges.Ends;
import org.andiron.risk.model.FeatureValue.Quantity;
import org.andiron.risk.model.FeatureVector;
import org.junit.jupiter.api.Test;

class TrainedRangesTest {

  private static TrainedRanges ofAges(int rows) {
    List<FeatureVector> people =
        new ArrayList<>(
            IntStream.rangeClosed(1, rows)
                .mapToObj(it -> new FeatureVector(Map.of("age", new Quantity(it))))
                .toList());
    people.add(new FeatureVector(Map.of()));
    Collections.shuffle(people, new Random(1));
    return TrainedRanges.of(MadeUpCohort.inputs(), people);
  }

  private static JsonNode written(String features) throws IOException {
    byte[] file = ofAges(100).in(features.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    return new JsonMapper().readTree(file).get("features");
  }

  private static JsonNode json(String text) throws IOException {
    return new JsonMapper().readTree(text.replace('\'', '"'));
  }

  @Test
  void halfAPerCentAtEachEndIsLeftOutAndOfFewNothing() {
    assertThat(ofAges(1000).ends()).isEqualTo(Map.of("age", new Ends(6, 995)));
    assertThat(ofAges(200).ends()).isEqualTo(Map.of("age", new Ends(2, 199)));
    assertThat(ofAges(199).ends()).isEqualTo(Map.of("age", new Ends(1, 199)));
    assertThat(ofAges(1).ends()).isEqualTo(Map.of("age", new Ends(1, 1)));
  }

  @Test
  void ofWhatNoRowHasThereIsNone() {
    assertThat(ofAges(0).ends()).isEmpty();
    assertThat(ofAges(0).said(MadeUpCohort.inputs())).isEmpty();
  }

  @Test
  void entriesOfEachFormHaveIt() throws IOException {
    assertThat(written("{'features': ['age', 'sex']}"))
        .isEqualTo(json("[{'use': 'age', 'trained': [1.0, 100.0]}, 'sex']"));
    assertThat(written("{'features': [{'use': 'years', 'as': 'age', 'window': 'P2Y'}]}"))
        .isEqualTo(
            json("[{'use': 'years', 'as': 'age', 'window': 'P2Y', 'trained': [1.0, 100.0]}]"));
    assertThat(written("{'features': [{'name': 'age', 'kind': 'age', 'trained': [0, 9]}]}"))
        .isEqualTo(json("[{'name': 'age', 'kind': 'age', 'trained': [1.0, 100.0]}]"));
    assertThat(written("{'features': [{'use': 'age', 'as': 'eligible-age'}]}"))
        .isEqualTo(json("[{'use': 'age', 'as': 'eligible-age'}]"));
  }

  @Test
  void whatIsNoJsonIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ofAges(1).in("no".getBytes(StandardCharsets.UTF_8)));
  }
}
