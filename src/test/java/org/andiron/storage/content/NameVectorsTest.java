package org.andiron.storage.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NameVectorsTest {

  @Test
  void haveTheWordsOfAllTextsWithAGapBetweenTexts() {
    NameVectors vectors = new NameVectors(WordForms.NONE);

    for (int i = 0; i < 2; i++) {
      assertThat(vectors.vector(List.of("Glucose in Blood", "左肺")).split(" "))
          .containsExactlyInAnyOrder("'glucose':1", "'in':2", "'blood':3", "'左肺':5", "'肺':6");
    }
    assertThat(vectors.vector(List.of("+", "-"))).isEmpty();
  }

  @Test
  void haveStemsBesideTheWords() {
    NameVectors vectors =
        new NameVectors(words -> words.contains("lungs") ? Map.of("lungs", "lung") : Map.of());

    assertThat(vectors.vector(List.of("Lungs")).split(" "))
        .containsExactlyInAnyOrder("'lungs':1", "'lung':1");
  }

  @Test
  void ofLongTextsAreMadeEachTime() {
    NameVectors vectors = new NameVectors(WordForms.NONE);
    List<String> texts = List.of("word ".repeat(1_000));

    assertThat(vectors.vector(texts)).isEqualTo(vectors.vector(texts)).startsWith("'word':1,2,");
  }
}
