package org.andiron.ops.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.common.docs.KeyName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AndironMeterTest {

  @ParameterizedTest
  @EnumSource(AndironMeter.class)
  void everyMeterAndTagIsInTheHandbook(AndironMeter meter) throws IOException {
    String handbook = Files.readString(Path.of("src/docs/operations/metrics.md"));

    assertThat(handbook).contains("`" + meter.getName() + "`");
    for (KeyName tag : meter.getKeyNames()) {
      assertThat(handbook).contains("`" + tag.asString() + "`");
    }
  }
}
