package org.andiron.risk.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderStepsTest {

  @TempDir private Path root;

  private FolderSteps steps() {
    return new FolderSteps(root.resolve("steps"));
  }

  private Path only() throws IOException {
    try (Stream<Path> files = Files.list(root.resolve("steps"))) {
      return files.toList().get(0);
    }
  }

  @Test
  void whatWasKeptIsFoundByOthers() {
    steps().keep("a-1", new byte[] {1, 2});
    steps().keep("a-2", new byte[0]);
    assertThat(steps().find("a-1")).contains(new byte[] {1, 2});
    assertThat(steps().find("a-2")).contains(new byte[0]);
    assertThat(steps().find("a-3")).isEmpty();
  }

  @Test
  void whatIsNotWholeOrWasChangedIsNotFound() throws IOException {
    steps().keep("a-1", new byte[] {1, 2, 3});
    byte[] file = Files.readAllBytes(only());
    Files.write(only(), Arrays.copyOf(file, file.length - 1));
    assertThat(steps().find("a-1")).isEmpty();
    Files.write(only(), new byte[] {1});
    assertThat(steps().find("a-1")).isEmpty();
    file[file.length - 1]++;
    Files.write(only(), file);
    assertThat(steps().find("a-1")).isEmpty();
  }

  @Test
  void aNameLeadsNowhereElse() {
    assertThatIllegalArgumentException().isThrownBy(() -> steps().find("../a"));
    assertThatIllegalArgumentException().isThrownBy(() -> steps().keep("A", new byte[0]));
  }
}
