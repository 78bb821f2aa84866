package org.andiron.risk.trainingjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingPlaceTest {

  @TempDir private Path folder;

  @Test
  void eachJobHasAFolderForItsOwnerAloneUntilItIsCleared() throws IOException {
    TrainingPlace place = new TrainingPlace(folder.resolve("risk-training"));
    assertThat(place.jobs()).isEmpty();
    Path one = place.folder("a-1", "d1");
    Files.createDirectories(one.resolve("collected"));
    Files.writeString(one.resolve("collected/x"), "x");
    place.folder("b-2", "d1");

    assertThat(place.jobs()).containsExactly("a-1", "b-2");
    for (Path each : new Path[] {folder.resolve("risk-training"), one.getParent()}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
          .isEqualTo("rwx------");
    }
    assertThat(place.key().getParent()).isEqualTo(folder.resolve("risk-training"));
    assertThat(place.folder("a-1", "d2")).isNotEqualTo(one);

    place.clear("a-1");
    place.clear("a-1");
    assertThat(one).doesNotExist();
    assertThat(place.jobs()).containsExactly("b-2");
  }

  @Test
  void anIdIsNoPath() {
    TrainingPlace place = new TrainingPlace(folder);
    assertThatIllegalArgumentException().isThrownBy(() -> place.clear("../x"));
  }
}
