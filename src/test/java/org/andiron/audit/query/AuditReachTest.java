package org.andiron.audit.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.andiron.visibility.Portion;
import org.andiron.visibility.Visibility;
import org.junit.jupiter.api.Test;

class AuditReachTest {

  private static final Set<String> LOG = Set.of("AuditEvent");
  private static final AuditCondition READS = AuditCondition.of("action = ?", "R");

  private static AuditReach reach(Portion... portions) {
    return AuditReach.of(
        new Visibility(List.of(portions)),
        it -> it.equals("action=R") ? Optional.of(READS) : Optional.empty());
  }

  @Test
  void isAllForWhoeverSeesTheTypeOrEverything() {
    assertThat(AuditReach.of(Visibility.ALL, it -> Optional.empty())).isEqualTo(AuditReach.ALL);
    assertThat(reach(Portion.of(LOG))).isEqualTo(AuditReach.ALL);
    assertThat(reach(Portion.of(LOG, Set.of("a")), Portion.of(LOG))).isEqualTo(AuditReach.ALL);
  }

  @Test
  void isNothingWithoutAPortionOfTheType() {
    assertThat(reach().condition()).isEqualTo(AuditCondition.NEVER);
    assertThat(reach(Portion.of(Set.of("Patient"))).condition()).isEqualTo(AuditCondition.NEVER);
    assertThat(reach(Portion.of(LOG, Set.of())).condition())
        .isEqualTo(
            AuditCondition.all(
                List.of(AuditCondition.of("patient = any(?)", List.of()), AuditCondition.ALWAYS)));
  }

  @Test
  void isOfPatientsWhatIsAboutThemWithoutQueries() {
    AuditReach one = reach(Portion.of(Set.of(), Set.of("a")));
    assertThat(one.condition().sql()).isEqualTo("(patient = ? and true)");
    assertThat(one.condition().arguments()).containsExactly("a");
    assertThat(one.queries()).isFalse();
    AuditReach two = reach(Portion.of(LOG, Set.of("b", "a")));
    assertThat(two.condition().arguments()).containsExactly(List.of("a", "b"));
  }

  @Test
  void isByCriteriaWhatTheyFindAndNothingIfTheyAreNotUnderstood() {
    AuditReach reads = reach(new Portion(LOG, Optional.empty(), Optional.of("action=R")));
    assertThat(reads.condition().sql()).isEqualTo("(true and action = ?)");
    assertThat(reads.queries()).isTrue();
    AuditReach own = reach(new Portion(LOG, Optional.of(Set.of("a")), Optional.of("action=R")));
    assertThat(own.condition().arguments()).containsExactly("a", "R");
    assertThat(own.queries()).isFalse();
    assertThat(reach(new Portion(LOG, Optional.empty(), Optional.of("_tag=x"))).condition())
        .isEqualTo(AuditCondition.NEVER);
  }
}
