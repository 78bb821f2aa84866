package org.andiron.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ItemsTest {

  private static final SourceFile FILE =
      new SourceFile(Path.of("a"), "a", SourceFile.Kind.NDJSON, false, "aa");

  @Property(tries = 200)
  void rangesReadBackAsWritten(
      @ForAll @Size(min = 1, max = 40) Set<@IntRange(min = 1, max = 60) Integer> places) {
    Items written = new Items();
    places.forEach(place -> written.add("aa", place));
    Items read = new Items();
    written.forEachRanges(read::addRanges);

    for (int place = 0; place <= 61; place++) {
      assertThat(read.contains(FILE, place)).isEqualTo(places.contains(place));
    }
  }
}
