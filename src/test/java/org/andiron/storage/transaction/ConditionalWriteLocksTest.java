package org.andiron.storage.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ConditionalWriteLocksTest {

  @Property(tries = 200)
  void allTransactionsTakeTheirLocksInOneOrder(@ForAll @Size(max = 50) List<String> searches) {
    List<ConditionalCriteria> criteria =
        new ArrayList<>(searches.stream().map(ConditionalCriteria::new).toList());
    List<Integer> order = List.copyOf(ConditionalWriteLocks.numbers(criteria));
    Collections.reverse(criteria);

    assertThat(order)
        .isSorted()
        .doesNotHaveDuplicates()
        .allMatch(it -> it >= 0 && it < ConditionalWriteLocks.LOCKS)
        .isEqualTo(List.copyOf(ConditionalWriteLocks.numbers(criteria)));
  }

  @Test
  void identifiersThatFollowEachOtherSpreadOverTheLocks() {
    List<ConditionalCriteria> criteria = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      criteria.add(new ConditionalCriteria("Patient?identifier=urn:a|" + i));
    }

    assertThat(ConditionalWriteLocks.numbers(criteria)).hasSizeGreaterThan(300);
  }
}
