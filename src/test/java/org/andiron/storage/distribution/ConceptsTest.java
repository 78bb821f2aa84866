package org.andiron.storage.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ConceptsTest {

  @Test
  void aConceptKeepsItsNumberWhenItIsAddedAgain() {
    Concepts concepts = new Concepts();
    int first = concepts.add("a", "A", false);
    concepts.add("b", null, true);
    assertThat(concepts.add("a", "other", true)).isEqualTo(first);
    assertThat(concepts.display(first)).isEqualTo("A");
    assertThat(concepts.isInactive(first)).isFalse();
    assertThat(concepts.find("c")).isEqualTo(-1);
  }

  @Test
  void aConceptAboveItselfIsRefusedByItsCode() {
    Concepts concepts = new Concepts();
    for (String code : new String[] {"a", "b", "c"}) {
      concepts.add(code, code, false);
    }
    concepts.addParent(0, 1);
    concepts.addParent(1, 2);
    concepts.addParent(2, 0);
    assertThatExceptionOfType(UnusableArchiveException.class)
        .isThrownBy(concepts::ancestors)
        .withMessageContaining("above itself");
  }

  @Test
  void aDeepHierarchyNeedsNoDeepStack() {
    Concepts concepts = new Concepts();
    for (int i = 0; i < 20_000; i++) {
      concepts.add("c" + i, null, false);
      if (i > 0 && i % 100 != 0) {
        concepts.addParent(i - 1, i);
      }
    }
    assertThat(concepts.ancestors()[0]).hasSize(100);
  }

  @Property(tries = 200)
  void ancestorsAreWhatParentsLeadTo(
      @ForAll @IntRange(min = 1, max = 60) int size, @ForAll long seed) {
    Random random = new Random(seed);
    Concepts concepts = new Concepts();
    for (int i = 0; i < size; i++) {
      concepts.add("c" + i, null, false);
    }
    for (int i = 0; i < 2 * size; i++) {
      int one = random.nextInt(size);
      int other = random.nextInt(size);
      concepts.addParent(Math.max(one, other), Math.min(one, other));
    }
    int[][] ancestors = concepts.ancestors();
    for (int i = 0; i < size; i++) {
      Set<Integer> expected = new TreeSet<>();
      collect(concepts, i, expected);
      assertThat(ancestors[i]).containsExactly(expected.stream().mapToInt(it -> it).toArray());
    }
  }

  private static void collect(Concepts concepts, int concept, Set<Integer> found) {
    found.add(concept);
    for (int parent : concepts.parents(concept)) {
      collect(concepts, parent, found);
    }
  }
}
