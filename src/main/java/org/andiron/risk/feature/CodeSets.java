package org.andiron.risk.feature;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads code sets, and finds them by their names. */
final class CodeSets {

  private final Map<String, CodeSet> byName = new LinkedHashMap<>();

  /** Adds the set of a file. */
  void add(DefinitionNode file) {
    file.only("name", "title", "coverage", "source", "codes", "prefixes");
    String name = file.get("name").text();
    file.get("title").text();
    file.get("coverage").text();
    CodeSet set =
        new CodeSet(
            name,
            file.find("codes").map(CodeSets::described).orElse(Map.of()),
            file.find("prefixes").map(CodeSets::described).orElse(Map.of()));
    if (set.isEmpty()) {
      throw file.refuse("has no codes");
    }
    if (byName.put(name, set) != null) {
      throw file.refuse("another file has the code set '" + name + "'");
    }
  }

  Optional<CodeSet> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  Set<String> names() {
    return Set.copyOf(byName.keySet());
  }

  /** A name, several names, or codes by system. */
  CodeSet read(DefinitionNode node) {
    JsonNode json = node.json();
    if (json.isTextual()) {
      return named(node);
    }
    if (json.isArray()) {
      Map<String, Set<String>> codes = new HashMap<>();
      Map<String, Set<String>> prefixes = new HashMap<>();
      for (DefinitionNode name : node.elements()) {
        CodeSet part = named(name);
        merge(part.codes(), codes);
        merge(part.prefixes(), prefixes);
      }
      return new CodeSet("", codes, prefixes);
    }
    Map<String, Set<String>> codes = new HashMap<>();
    node.properties().forEach((system, list) -> codes.put(systemOf(system), list.texts()));
    return new CodeSet("", codes, Map.of());
  }

  private CodeSet named(DefinitionNode node) {
    String name = node.text();
    return find(name).orElseThrow(() -> node.refuse("there is no code set '" + name + "'"));
  }

  private static void merge(Map<String, Set<String>> from, Map<String, Set<String>> into) {
    from.forEach(
        (system, codes) -> into.computeIfAbsent(system, unused -> new HashSet<>()).addAll(codes));
  }

  /** A code that is not of a Coding has no system. */
  private static String systemOf(String name) {
    return name.equals("code") ? "" : name;
  }

  /** By system, codes with what they mean. */
  private static Map<String, Set<String>> described(DefinitionNode node) {
    Map<String, Set<String>> all = new HashMap<>();
    node.properties()
        .forEach(
            (system, codes) -> {
              codes.properties().values().forEach(DefinitionNode::text);
              all.put(systemOf(system), codes.properties().keySet());
            });
    return all;
  }
}
