package org.andiron.storage.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class BusinessVersionTest {

  @Test
  void versionsAreOrderedNumberByNumberAndReleasesFollowTheirPreReleases() {
    List<String> ordered =
        Arrays.asList(
            null,
            "",
            "draft",
            "1",
            "1.0.0-ballot",
            "1.0.0-ballot2",
            "1.0.0",
            "1.2",
            "1.10",
            "2.0.0",
            "10.0.0");
    List<String> shuffled = new ArrayList<>(ordered);
    Collections.reverse(shuffled);
    shuffled.sort(BusinessVersion.ORDER);
    assertThat(shuffled).isEqualTo(ordered);
  }

  @Property
  void theOrderIsTotal(
      @ForAll("versions") String a, @ForAll("versions") String b, @ForAll("versions") String c) {
    int ab = BusinessVersion.ORDER.compare(a, b);
    assertThat(Integer.signum(BusinessVersion.ORDER.compare(b, a))).isEqualTo(-Integer.signum(ab));
    if (ab <= 0 && BusinessVersion.ORDER.compare(b, c) <= 0) {
      assertThat(BusinessVersion.ORDER.compare(a, c)).isLessThanOrEqualTo(0);
    }
  }

  @Provide
  Arbitrary<String> versions() {
    return Arbitraries.strings().withChars("019.ab-+").ofMaxLength(8);
  }
}
