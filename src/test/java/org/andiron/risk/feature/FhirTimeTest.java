package org.andiron.risk.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.hl7.fhir.r4.model.DateTimeType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Times are read as Java reads them. */
class FhirTimeTest {

  private static final List<String> WRITTEN =
      List.of(
          "2026-03-01T11:00:00Z",
          "2026-03-01T11:00:00.123Z",
          "2026-03-01T11:00:00.123456789+05:30",
          "2024-02-29T23:59:59-11:45",
          "0001-01-01T00:00:00Z",
          "2026-03-01T11:00:00.5Z");

  /** Any text, as nothing was made sure of before. */
  private static final class Written extends DateTimeType {

    private static final long serialVersionUID = 1L;
    private final String text;

    Written(String text) {
      this.text = text;
    }

    @Override
    public String getValueAsString() {
      return text;
    }
  }

  private static @Nullable Instant parsed(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }

  @Test
  void momentsAreAsJavaReadsThem() {
    List<String> texts = new ArrayList<>(WRITTEN);
    Random random = new Random(5);
    String signs = "0123456789-:T.Z+ x";
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder(WRITTEN.get(random.nextInt(WRITTEN.size())));
      for (int changes = random.nextInt(3); changes > 0; changes--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(4)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.insert(at, signs.charAt(random.nextInt(signs.length())));
          default -> text.setCharAt(at, signs.charAt(random.nextInt(signs.length())));
        }
      }
      texts.add(text.toString());
    }
    int read = 0;
    for (String text : texts) {
      if (text.indexOf('T') > 0) {
        assertThat(FhirTime.instant(new Written(text))).as(text).isEqualTo(parsed(text));
        read += parsed(text) == null ? 0 : 1;
      }
    }
    assertThat(read).isGreaterThan(5_000);
  }
}
