package org.andiron.storage.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
  void theEndOfALongTextWithoutGapsIsIndexedToo() {
    assertThat(vectorOf("左肺上叶".repeat(1000) + "结节")).contains("'结节':4001");
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

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void oneLongWordStaysWithinTheType(boolean latin) {
    StringBuilder text = new StringBuilder();
    Random random = new Random(1);
    for (int i = 0; text.length() < 1 << 20; i++) {
      if (latin) {
        text.append(Integer.toString(46_656 + i, 36)).append('.');
      } else {
        text.appendCodePoint(0x4E00 + random.nextInt(20_000)).append(i % 100 == 99 ? "." : "");
      }
    }
    TextVector vector = new TextVector();
    vector.add(text.toString());
    assertThat(vector.isFull()).isTrue();
    int size = 0;
    for (String lexeme : vector.toString().split(" ")) {
      int end = lexeme.lastIndexOf('\'');
      int positions = lexeme.substring(end + 2).split(",").length;
      size += lexeme.substring(1, end).getBytes(StandardCharsets.UTF_8).length + 3 + 2 * positions;
    }
    assertThat(size).isLessThan((1 << 20) - 1);
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
