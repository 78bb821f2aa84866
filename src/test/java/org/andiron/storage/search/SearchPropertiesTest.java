package org.andiron.storage.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchPropertiesTest {

  @Test
  void limitsAreAsIsSaid() {
    SearchProperties properties = new SearchProperties(Duration.ofSeconds(1), 1);
    assertThat(properties.timeout()).isEqualTo(Duration.ofSeconds(1));
    assertThat(properties.includedLimit()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT0.5S", "PT1.5S", "P2D"})
  void aTimeThatTheDriverDoesNotTakeIsRefused(Duration timeout) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SearchProperties(timeout, 1))
        .withMessageContaining("andiron.search.timeout");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1_000_001})
  void aLimitThatIsNoneIsRefused(int limit) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SearchProperties(Duration.ofSeconds(60), limit))
        .withMessageContaining("andiron.search.included-limit");
  }
}
