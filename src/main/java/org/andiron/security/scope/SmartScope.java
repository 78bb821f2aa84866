package org.andiron.security.scope;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A right to resources, such as {@code patient/Observation.rs?category=laboratory}.
 *
 * @param level whose resources
 * @param type a resource type of FHIR R4, or {@link #ALL_TYPES}
 * @param permissions what may be done; not empty
 * @param query the resources of the type to which it is narrowed
 * @param syntax how it is written
 */
public record SmartScope(
    Level level, String type, Set<Permission> permissions, GranularQuery query, Syntax syntax)
    implements Scope {

  /** Stands for every type. */
  public static final String ALL_TYPES = "*";

  /** Whose resources a scope is about. */
  public enum Level {
    /** Those of the one patient in the context. */
    PATIENT("patient"),
    /** Those that the user may reach. */
    USER("user"),
    /** Those that the client may reach by its registration. */
    SYSTEM("system");

    private final String text;

    Level(String text) {
      this.text = text;
    }

    /** As a scope names it. */
    public String text() {
      return text;
    }
  }

  /** The two ways to write a scope; they differ in nothing else. */
  public enum Syntax {
    /** {@code read}, {@code write} and {@code *}, of SMART App Launch 1. */
    V1,
    /** Letters out of {@code cruds}. */
    V2
  }

  public SmartScope {
    if (!type.equals(ALL_TYPES) && !ResourceTypes.ALL.contains(type)) {
      throw new IllegalArgumentException("not a resource type of FHIR R4");
    }
    if (type.equals(ALL_TYPES) && !query.isEmpty()) {
      throw new IllegalArgumentException(
          "a query is about one resource type: name it in the place of '*'");
    }
    if (permissions.isEmpty()) {
      throw new IllegalArgumentException("a scope without permissions");
    }
    permissions = Collections.unmodifiableSet(EnumSet.copyOf(permissions));
    if (syntax == Syntax.V1 && (!query.isEmpty() || VersionOne.word(permissions).isEmpty())) {
      throw new IllegalArgumentException("SMART App Launch 1 has no such scope");
    }
  }

  /** A scope in the syntax of version 2 that is not narrowed. */
  public static SmartScope of(Level level, String type, Set<Permission> permissions) {
    return new SmartScope(level, type, permissions, GranularQuery.NONE, Syntax.V2);
  }

  /** Whether everything that the other allows is allowed by this one too. */
  public boolean covers(SmartScope other) {
    return level == other.level
        && isFor(other.type)
        && permissions.containsAll(other.permissions)
        && query.covers(other.query);
  }

  /** Whether it is a right to the type; to all of them if {@link #ALL_TYPES} is asked for. */
  public boolean isFor(String wanted) {
    return type.equals(ALL_TYPES) || type.equals(wanted);
  }

  /** What this one and the other both allow; written like this one if it is all of this one. */
  public Optional<SmartScope> and(SmartScope other) {
    Set<Permission> common = EnumSet.copyOf(permissions);
    common.retainAll(other.permissions);
    if (level != other.level || common.isEmpty() || !(isFor(other.type) || other.isFor(type))) {
      return Optional.empty();
    }
    String narrower = type.equals(ALL_TYPES) ? other.type : type;
    GranularQuery both = query.and(other.query);
    boolean asWritten = common.equals(permissions) && both.isEmpty();
    return Optional.of(
        new SmartScope(level, narrower, common, both, asWritten ? syntax : Syntax.V2));
  }

  @Override
  public String text() {
    String right =
        syntax == Syntax.V1
            ? VersionOne.word(permissions).orElseThrow()
            : Permission.letters(permissions);
    return level.text() + "/" + type + "." + right + (query.isEmpty() ? "" : "?" + query.text());
  }
}
