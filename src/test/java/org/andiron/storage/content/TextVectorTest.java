package org.andiron.storage.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TextVectorTest {

  private static String[] vectorOf(String... texts) {
    TextVector vector = new TextVector();
    for (String text : texts) {
      vector.add(text);
    }
    return vector.toString().split(" ");
  }

  @Test
  void wordsAreFoldedAndHavePositions() {
    assertThat(vectorOf("Hüber, die Hüber: 5 mg"))
        .containsExactlyInAnyOrder("'huber':1,3", "'die':2", "'5':4", "'mg':5");
  }

  @Test
  void aGapSeparatesTexts() {
    assertThat(vectorOf("left", "lung")).containsExactlyInAnyOrder("'left':1", "'lung':3");
  }

  @Test
  void partsOfAWordAreFoundAloneAndTogether() {
    assertThat(vectorOf("CT-Thorax d'aorte"))
        .containsExactlyInAnyOrder(
            "'ct':1", "'thorax':2", "'ctthorax':1", "'d':3", "'aorte':4", "'daorte':3");
  }

  @Test
  void scriptsWithoutGapsAreIndexedByPairs() {
    assertThat(vectorOf("可见结节CT"))
        .containsExactlyInAnyOrder("'可见':1", "'见结':2", "'结节':3", "'节':4", "'ct':5");
  }

  @Test
  void linesOfScriptsWithoutGapsAreJoined() {
    assertThat(vectorOf("可见结\n节")).contains("'结节':3");
  }

  @Test
  void wordsDividedAtTheEndOfALineAreJoined() {
    assertThat(vectorOf("Lungen-\nkarzinom")).contains("'lungenkarzinom':1");
  }

  @Test
  void positionsStopAtTheLastThatCounts() {
    assertThat(vectorOf("a ".repeat(20_000) + "end")).contains("'end':16383");
  }

  @Test
  void whatExceedsTheTypeIsLeftOut() {
    TextVector vector = new TextVector();
    for (int i = 0; !vector.isFull() && i < 1_000_000; i++) {
      vector.add("word" + i);
    }
    assertThat(vector.isFull()).isTrue();
    String before = vector.toString();
    vector.add("further");
    assertThat(vector).hasToString(before);
  }

  @Test
  void stemsStandWhereTheirWordsDo() {
    TextVector vector = new TextVector();
    vector.add("two lungs");
    vector.addStems(words -> Map.of("lungs", "lung"));
    assertThat(vector.toString().split(" "))
        .containsExactlyInAnyOrder("'two':1", "'lungs':2", "'lung':2");
  }

  @Test
  void partsAreSearchedInLongerWordsWithoutDigits() {
    TextVector vector = new TextVector();
    vector.add("Plattenepithelkarzinom der Haut, C44.9, Code A1234 结节");
    assertThat(vector.words()).isEqualTo(" plattenepithelkarzinom haut code ");
  }
}
