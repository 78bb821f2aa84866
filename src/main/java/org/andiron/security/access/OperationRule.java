package org.andiron.security.access;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.andiron.security.access.WantedAccess.CalledOperation;

/**
 * Who may call an operation on a level.
 *
 * @param name without {@code $}
 * @param level on what it is called
 * @param types on which resource types; empty: on any
 * @param audience who may call it at all
 * @param needs the rights it needs
 * @param sight by which permissions resources exist for it
 */
record OperationRule(
    String name,
    OperationLevel level,
    Set<String> types,
    Audience audience,
    Function<OperationCall, List<Need>> needs,
    Function<OperationCall, Sight> sight) {

  OperationRule {
    types = Set.copyOf(types);
  }

  boolean isFor(String called, OperationLevel on, String type) {
    return name.equals(called) && level == on && (types.isEmpty() || types.contains(type));
  }

  WantedAccess wanted(OperationCall call) {
    return new WantedAccess(
        needs.apply(call), sight.apply(call), Optional.of(new CalledOperation(name, audience)));
  }
}
