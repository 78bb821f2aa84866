package org.andiron.consent.label;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.andiron.consent.term.Code;
import org.andiron.storage.config.Digest;

/** The rules of an organisation together, ready to be asked about many codes. */
public final class LabelRules {

  /** No rules: nothing is labelled, and nothing is known of what has no label. */
  public static final LabelRules NONE = new LabelRules(List.of());

  /** Of how rules are applied; a change of the outcome for any resource gives it a new one. */
  private static final String ALGORITHM = "andiron-labels-1";

  private final List<LabelRule> rules;
  private final Map<String, Map<String, List<LabelRule>>> exact = new HashMap<>();
  private final Map<String, Map<String, List<LabelRule>>> prefixes = new HashMap<>();
  private final String version;

  public LabelRules(Collection<LabelRule> rules) {
    this.rules = List.copyOf(rules);
    Set<String> facts = new TreeSet<>();
    for (LabelRule rule : this.rules) {
      for (CodeGroup group : rule.codes()) {
        for (String system : group.systems()) {
          group.codes().forEach(code -> put(exact, system, code, rule));
          group.prefixes().forEach(prefix -> put(prefixes, system, plain(prefix), rule));
          facts.add(facts(rule, group, system));
        }
      }
    }
    Digest digest = new Digest().add(ALGORITHM);
    facts.forEach(digest::add);
    this.version = digest.hex();
  }

  private static void put(
      Map<String, Map<String, List<LabelRule>>> index, String system, String code, LabelRule rule) {
    index
        .computeIfAbsent(system, it -> new HashMap<>())
        .computeIfAbsent(code, it -> new ArrayList<>())
        .add(rule);
  }

  /** What decides: not how a rule is called, and in which order it names its codes. */
  private static String facts(LabelRule rule, CodeGroup group, String system) {
    return String.join(
        " ",
        new TreeSet<>(rule.sensitivities().stream().map(Code::toString).toList()).toString(),
        rule.level().name(),
        new TreeSet<>(rule.types()).toString(),
        system,
        new TreeSet<>(group.codes()).toString(),
        new TreeSet<>(group.prefixes()).toString());
  }

  /** Whether there are any. */
  public boolean isEmpty() {
    return rules.isEmpty();
  }

  /** What tells these rules from others that label differently. */
  public String version() {
    return version;
  }

  /** The rules that one of some codes in a resource of a type meets. */
  Set<LabelRule> met(String type, Collection<Code> codes) {
    Set<LabelRule> met = new LinkedHashSet<>();
    for (Code code : codes) {
      add(met, type, exact, code.system(), code.value());
      if (prefixes.containsKey(code.system())) {
        String plain = plain(code.value());
        for (int length = 1; length <= plain.length(); length++) {
          add(met, type, prefixes, code.system(), plain.substring(0, length));
        }
      }
    }
    return met;
  }

  private static void add(
      Set<LabelRule> met,
      String type,
      Map<String, Map<String, List<LabelRule>>> index,
      String system,
      String code) {
    for (LabelRule rule :
        index
            .getOrDefault(system, Collections.emptyMap())
            .getOrDefault(code, Collections.emptyList())) {
      if (rule.isAbout(type)) {
        met.add(rule);
      }
    }
  }

  /** Many write the codes of ICD-10 without the dot, some in small letters. */
  private static String plain(String code) {
    return code.replace(".", "").toUpperCase(Locale.ROOT);
  }
}
