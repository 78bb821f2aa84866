package org.andiron.audit.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.andiron.visibility.Portion;
import org.andiron.visibility.Visibility;

/**
 * Which records somebody may see.
 *
 * @param condition that holds for these and no others
 * @param queries whether what was asked is shown with them: it is the same in the records of all
 *     patients whom a query concerned, and may name others
 */
public record AuditReach(AuditCondition condition, boolean queries) {

  private static final String TYPE = "AuditEvent";

  /** All records as they are, for whoever may see the whole log. */
  public static final AuditReach ALL = new AuditReach(AuditCondition.ALWAYS, true);

  /**
   * What a visibility comes to: of patients, only what is about one of them and about no other
   * patient.
   *
   * @param criteria understands the query of a portion; empty if the log cannot be searched so, and
   *     nothing is seen by it then
   */
  public static AuditReach of(
      Visibility visibility, Function<String, Optional<AuditCondition>> criteria) {
    List<AuditCondition> seen = new ArrayList<>();
    boolean queries = true;
    for (Portion portion : visibility.portions()) {
      if (portion.types().isEmpty() || portion.types().contains(TYPE)) {
        Optional<AuditCondition> ofQuery =
            portion.query().map(criteria).orElse(Optional.of(AuditCondition.ALWAYS));
        if (portion.patients().isEmpty() && portion.query().isEmpty()) {
          return ALL;
        }
        if (ofQuery.isPresent()) {
          queries &= portion.patients().isEmpty();
          seen.add(
              AuditCondition.all(
                  List.of(
                      portion
                          .patients()
                          .map(
                              it ->
                                  it.size() == 1
                                      ? AuditCondition.of("patient = ?", it.iterator().next())
                                      : AuditCondition.of(
                                          "patient = any(?)", it.stream().sorted().toList()))
                          .orElse(AuditCondition.ALWAYS),
                      ofQuery.get())));
        }
      }
    }
    return new AuditReach(AuditCondition.any(seen), queries);
  }
}
