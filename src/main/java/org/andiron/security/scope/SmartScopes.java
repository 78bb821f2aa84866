package org.andiron.security.scope;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.andiron.security.scope.ScopeReading.Refused;
import org.andiron.security.scope.ScopeReading.Understood;

/**
 * A set of scopes, as requested, registered or granted.
 *
 * @param scopes each once, in the order in which they were written
 */
public record SmartScopes(List<Scope> scopes) {

  /** Allows nothing. */
  public static final SmartScopes NONE = new SmartScopes(List.of());

  public SmartScopes {
    scopes = List.copyOf(new LinkedHashSet<>(scopes));
  }

  /**
   * What a scope parameter says.
   *
   * @param scopes what was understood
   * @param refused what was not, which allows nothing
   */
  public record Reading(SmartScopes scopes, List<Refused> refused) {}

  /** Reads a scope parameter: scopes separated by spaces. */
  public static Reading read(String text) {
    List<Scope> understood = new ArrayList<>();
    List<Refused> refused = new ArrayList<>();
    for (String token : text.split(" ", -1)) {
      if (token.isEmpty()) {
        continue;
      }
      ScopeReading reading = SmartScopeParser.parse(token);
      if (reading instanceof Understood it) {
        understood.add(it.scope());
      } else if (reading instanceof Refused it) {
        refused.add(it);
      }
    }
    return new Reading(new SmartScopes(understood), List.copyOf(refused));
  }

  /** Reads a scope parameter; what is not understood allows nothing. */
  public static SmartScopes of(String text) {
    return read(text).scopes();
  }

  /** The rights to resources. */
  public List<SmartScope> resourceScopes() {
    return scopes.stream()
        .filter(SmartScope.class::isInstance)
        .map(SmartScope.class::cast)
        .toList();
  }

  /** Whether one of the other scopes is among them. */
  public boolean has(ContextScope scope) {
    return scopes.contains(scope);
  }

  /** Whether everything that the scope allows is allowed, if need be by several together. */
  public boolean covers(SmartScope scope) {
    return scope.permissions().stream()
        .allMatch(
            permission -> {
              SmartScope alone =
                  new SmartScope(
                      scope.level(),
                      scope.type(),
                      EnumSet.of(permission),
                      scope.query(),
                      SmartScope.Syntax.V2);
              return resourceScopes().stream().anyMatch(own -> own.covers(alone));
            });
  }

  /** Whether everything that the others allow is allowed. */
  public boolean covers(SmartScopes others) {
    return others.scopes.stream()
        .allMatch(it -> it instanceof SmartScope scope ? covers(scope) : scopes.contains(it));
  }

  /**
   * What of these scopes the limit allows as well. A scope that the limit allows whole stays as it
   * is written; of one that it allows in part, the parts are left.
   */
  public SmartScopes within(SmartScopes limit) {
    List<Scope> left = new ArrayList<>();
    for (Scope scope : scopes) {
      if (scope instanceof SmartScope right && !limit.covers(right)) {
        left.addAll(parts(right, limit));
      } else if (scope instanceof SmartScope || limit.scopes.contains(scope)) {
        left.add(scope);
      }
    }
    return new SmartScopes(left);
  }

  private static List<SmartScope> parts(SmartScope right, SmartScopes limit) {
    List<SmartScope> parts = new ArrayList<>();
    for (SmartScope allowed : limit.resourceScopes()) {
      Optional<SmartScope> part = right.and(allowed);
      if (part.isPresent() && parts.stream().noneMatch(it -> it.covers(part.get()))) {
        parts.removeIf(part.get()::covers);
        parts.add(part.get());
      }
    }
    return parts;
  }

  /** As a scope parameter. */
  public String text() {
    return scopes.stream().map(Scope::text).collect(Collectors.joining(" "));
  }

  /** The scopes as a set of texts, as OAuth has them. */
  public Set<String> texts() {
    return scopes.stream().map(Scope::text).collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
