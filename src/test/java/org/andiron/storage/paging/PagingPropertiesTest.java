package org.andiron.storage.paging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PagingPropertiesTest {

  @Test
  void pagesLiveAsLongAsIsSaid() {
    assertThat(new PagingProperties(Duration.ofMinutes(1)).lifetime())
        .isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void pagesThatAreGoneBeforeTheyCanBeReadAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PagingProperties(Duration.ofSeconds(59)))
        .withMessageContaining("andiron.search.paging.lifetime");
  }
}
