package org.andiron.security.role;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.andiron.security.RolePurposes;

/** The policies in force. A role that has none allows nothing. */
public final class RolePolicies {

  private final Map<String, RolePolicy> byName;

  public RolePolicies(Collection<RolePolicy> policies) {
    byName =
        policies.stream()
            .collect(
                Collectors.toMap(
                    RolePolicy::name,
                    it -> it,
                    (one, other) -> {
                      throw new IllegalArgumentException("two policies named " + one.name());
                    },
                    TreeMap::new));
  }

  /** The same, but that some roles reach only patients for whom their users care. */
  RolePolicies withinCareTeams(Set<String> roles) {
    return new RolePolicies(
        byName.values().stream()
            .map(it -> roles.contains(it.name()) ? it.withinCareTeam() : it)
            .toList());
  }

  /** Names of the roles that there are. */
  public SortedSet<String> names() {
    return new TreeSet<>(byName.keySet());
  }

  /** What for, by the roles that say so. */
  public RolePurposes purposes() {
    return new RolePurposes(
        byName.values().stream().flatMap(it -> it.purposeOfUse().stream()).toList());
  }

  /** The policies of the roles that are known. */
  public List<RolePolicy> of(Collection<String> roles) {
    return roles.stream().distinct().map(byName::get).filter(Objects::nonNull).toList();
  }
}
