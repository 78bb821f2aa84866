package org.andiron.audit.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What must be true of a row of {@code andiron.audit_event}.
 *
 * @param sql a condition in parentheses or of one term, with {@code ?} for each argument
 * @param arguments texts, lists of texts, times with offset, UUIDs
 */
public record AuditCondition(String sql, List<Object> arguments) {

  static final AuditCondition ALWAYS = of("true");
  static final AuditCondition NEVER = of("false");

  public AuditCondition {
    arguments = List.copyOf(arguments);
  }

  static AuditCondition of(String sql, Object... arguments) {
    return new AuditCondition(sql, Arrays.asList(arguments));
  }

  /** All of them; always true if there are none. */
  static AuditCondition all(Collection<AuditCondition> conditions) {
    return joined(conditions, " and ", ALWAYS);
  }

  /** One of them; never true if there are none. */
  static AuditCondition any(Collection<AuditCondition> conditions) {
    return joined(conditions, " or ", NEVER);
  }

  /** One of them. */
  static <T> AuditCondition any(Collection<T> values, Function<T, AuditCondition> condition) {
    return any(values.stream().map(condition).toList());
  }

  /** Not so; a row without a value is found. */
  AuditCondition negated() {
    return new AuditCondition("(not coalesce(" + sql + ", false))", arguments);
  }

  private static AuditCondition joined(
      Collection<AuditCondition> conditions, String by, AuditCondition none) {
    if (conditions.isEmpty()) {
      return none;
    }
    if (conditions.size() == 1) {
      return conditions.iterator().next();
    }
    List<Object> arguments = new ArrayList<>();
    conditions.forEach(it -> arguments.addAll(it.arguments));
    return new AuditCondition(
        conditions.stream().map(AuditCondition::sql).collect(Collectors.joining(by, "(", ")")),
        arguments);
  }
}
