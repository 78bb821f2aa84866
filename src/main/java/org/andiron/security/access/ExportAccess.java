package org.andiron.security.access;

import static org.andiron.security.scope.Permission.READ;
import static org.andiron.security.scope.Permission.SEARCH;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.andiron.security.scope.Permission;
import org.andiron.security.scope.ResourceTypes;

/**
 * What an export wants. It writes what may be both read and searched, and works with what exists
 * for its caller: a filter that looks at other types finds there what may be searched.
 */
final class ExportAccess {

  /** What makes a filter depend on resources of other types. */
  private static final Pattern ELSEWHERE =
      Pattern.compile("_has|_filter|_list|_query|%|[?&][^=&]*\\.");

  private static final Set<Permission> BOTH = Set.of(READ, SEARCH);

  private ExportAccess() {}

  /**
   * An export of some types.
   *
   * @param types all if there are none
   * @param closed whether no other type is looked at
   */
  static WantedAccess of(Set<String> types, boolean closed) {
    return WantedAccess.of(needs(types), sight(types, closed));
  }

  static List<Need> needs(OperationCall call) {
    List<Need> needs = new ArrayList<>(needs(call.listedTypes()));
    if (call.level() == OperationLevel.INSTANCE) {
      needs.add(Need.of(call.type(), READ));
    }
    return needs;
  }

  static Sight sight(OperationCall call) {
    boolean looksElsewhere =
        call.parameters().getOrDefault("_typeFilter", List.of()).stream()
            .anyMatch(filter -> ELSEWHERE.matcher(filter).find());
    Sight sight =
        sight(call.listedTypes(), call.level() == OperationLevel.SYSTEM && !looksElsewhere);
    if (call.level() != OperationLevel.INSTANCE) {
      return sight;
    }
    Map<String, Set<Permission>> withTarget = new TreeMap<>(sight.ofTypes());
    withTarget.putIfAbsent(call.type(), Set.of(READ));
    return new Sight(withTarget, sight.others(), sight.beside());
  }

  private static List<Need> needs(Set<String> types) {
    if (types.isEmpty()) {
      return List.of(Need.ofAny(READ), Need.ofAny(SEARCH));
    }
    List<Need> needs = new ArrayList<>();
    for (String type : types) {
      needs.add(Need.of(type, READ));
      needs.add(Need.of(type, SEARCH));
    }
    return needs;
  }

  private static Sight sight(Set<String> types, boolean closed) {
    Map<String, Set<Permission>> exported = new TreeMap<>();
    (types.isEmpty() ? ResourceTypes.ALL : types).forEach(type -> exported.put(type, BOTH));
    return Sight.of(exported, Set.of(SEARCH), closed);
  }
}
