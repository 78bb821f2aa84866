package org.andiron.risk.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CardWriterTest {

  static List<String> ids() {
    return Shipped.ids();
  }

  @ParameterizedTest
  @MethodSource("ids")
  void whatWasWrittenIsTheSameCard(String id) {
    ModelCard card = Shipped.model(id).card();
    byte[] written = card.write();
    assertThat(ModelCard.read("model.json", written)).isEqualTo(card);
    assertThat(ModelCard.read("model.json", written).write()).isEqualTo(written);
  }

  @Test
  void theLastDayIsWrittenToo() {
    ModelCard card = TestCards.expiring(LocalDate.of(2027, 2, 28));
    assertThat(ModelCard.read("model.json", card.write())).isEqualTo(card);
    ModelCard without = TestCards.notEvaluated();
    assertThat(ModelCard.read("model.json", without.write())).isEqualTo(without);
  }
}
