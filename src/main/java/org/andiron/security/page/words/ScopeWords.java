package org.andiron.security.page.words;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.andiron.security.page.words.ScopeGroup.Section;
import org.andiron.security.scope.ContextScope;
import org.andiron.security.scope.Permission;
import org.andiron.security.scope.Scope;
import org.andiron.security.scope.SmartScope;
import org.andiron.security.scope.SmartScope.Level;
import org.andiron.security.scope.SmartScopes;

/**
 * Says in plain words what scopes allow. Whatever a scope allows is said; that it allows less than
 * it does is never said.
 */
public final class ScopeWords {

  private final Words words;
  private final RecordParts parts;

  public ScopeWords(Locale locale) {
    this.words = new Words(locale);
    this.parts = new RecordParts(words);
  }

  /** What a scope allows; {@code patient} is the name of the patient in context, if known. */
  public ScopeLine line(Scope scope, Optional<String> patient) {
    return scope instanceof SmartScope right
        ? of(new Written(right.text(), right), patient)
        : of((ContextScope) scope);
  }

  /** A scope as it was written, which may differ from how it would be written again. */
  private record Written(String text, SmartScope scope) {}

  /**
   * All scopes, in groups that are about the same. Each is in one line, under the text by which it
   * was asked for.
   */
  public List<ScopeGroup> groups(Collection<String> scopes, Optional<String> patient) {
    Map<Level, List<Written>> rights = new EnumMap<>(Level.class);
    Map<ContextScope, ScopeLine> context = new EnumMap<>(ContextScope.class);
    List<ScopeLine> unknown = new ArrayList<>();
    for (String text : scopes) {
      Scope scope = SmartScopes.of(text).scopes().stream().findFirst().orElse(null);
      if (scope instanceof SmartScope right) {
        rights
            .computeIfAbsent(right.level(), it -> new ArrayList<>())
            .add(new Written(text, right));
      } else if (scope instanceof ContextScope known) {
        context.put(known, of(known));
      } else {
        unknown.add(
            new ScopeLine(text, words.text("scope.unknown", text), Optional.empty(), false));
      }
    }
    List<ScopeGroup> groups = new ArrayList<>();
    rights.forEach(
        (level, written) ->
            groups.add(new ScopeGroup(title(level, patient), sections(written, patient))));
    List<ScopeLine> others = new ArrayList<>(context.values());
    others.addAll(unknown);
    if (!others.isEmpty()) {
      groups.add(new ScopeGroup(words.text("scope.group.other"), List.of(new Section("", others))));
    }
    return groups;
  }

  private String title(Level level, Optional<String> patient) {
    return switch (level) {
      case PATIENT ->
          patient
              .map(name -> words.text("scope.group.patient", name))
              .orElseGet(() -> words.text("scope.group.patient.unknown"));
      case USER -> words.text("scope.group.user");
      case SYSTEM -> words.text("scope.group.system");
    };
  }

  private List<Section> sections(List<Written> rights, Optional<String> patient) {
    List<ScopeLine> ofAllTypes = new ArrayList<>();
    Map<TypeCategory, List<ScopeLine>> byCategory = new TreeMap<>();
    for (Written right : rights) {
      (isForAllTypes(right.scope())
              ? ofAllTypes
              : byCategory.computeIfAbsent(
                  TypeCategory.of(right.scope().type()), it -> new ArrayList<>()))
          .add(of(right, patient));
    }
    Map<String, List<ScopeLine>> sections = new LinkedHashMap<>();
    if (!ofAllTypes.isEmpty()) {
      sections.put("", ofAllTypes);
    }
    byCategory.forEach(
        (category, lines) -> sections.put(words.typeText("category." + category), lines));
    if (sections.size() == 1) {
      return List.of(new Section("", sections.values().iterator().next()));
    }
    return sections.entrySet().stream().map(it -> new Section(it.getKey(), it.getValue())).toList();
  }

  private ScopeLine of(Written written, Optional<String> patient) {
    SmartScope right = written.scope();
    String sentence =
        words.text(
            "scope.sentence." + subject(right, patient),
            verbs(right.permissions()),
            isForAllTypes(right) ? "" : parts.of(right.type(), right.query()),
            patient.orElse(""));
    return new ScopeLine(
        written.text(), words.sentence(sentence), Optional.empty(), ScopeLine.changes(right));
  }

  private static String subject(SmartScope right, Optional<String> patient) {
    String whose =
        right.level() == Level.PATIENT && patient.isEmpty()
            ? "patient.unknown"
            : right.level().text();
    if (isForAllTypes(right)) {
      return whose + ".all";
    }
    return TypeCategory.of(right.type()).isAboutNoPatient() ? "shared" : whose;
  }

  private static boolean isForAllTypes(SmartScope right) {
    return right.type().equals(SmartScope.ALL_TYPES);
  }

  private String verbs(Set<Permission> permissions) {
    List<String> verbs = new ArrayList<>();
    boolean reads = permissions.contains(Permission.READ);
    if (reads || permissions.contains(Permission.SEARCH)) {
      verbs.add(permissions.contains(Permission.SEARCH) ? (reads ? "read" : "search") : "open");
    }
    for (Permission change : List.of(Permission.CREATE, Permission.UPDATE, Permission.DELETE)) {
      if (permissions.contains(change)) {
        verbs.add(change.name().toLowerCase(Locale.ROOT));
      }
    }
    return words.list(verbs.stream().map(verb -> words.text("scope.verb." + verb)).toList());
  }

  private ScopeLine of(ContextScope scope) {
    String key = "scope.other." + scope.name();
    return new ScopeLine(
        scope.text(),
        words.text(key),
        scope == ContextScope.OFFLINE_ACCESS || scope == ContextScope.ONLINE_ACCESS
            ? Optional.of(words.text(key + ".explanation"))
            : Optional.empty(),
        false);
  }
}
