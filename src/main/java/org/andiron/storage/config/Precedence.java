package org.andiron.storage.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides between definitions that say different things of one canonical URL. The same version from
 * two sources: the earlier source. Several versions: all are stored, the highest is meant by an
 * unversioned reference. Several versions of a search parameter: the highest of the earliest source
 * is in force, since a search has no version.
 */
final class Precedence {

  private Precedence() {}

  /**
   * Merges the definitions of all sources.
   *
   * @param bySource the definitions of each source, the source that goes first at the head
   * @throws ConfigurationFileException if two different definitions ask for the same id
   */
  static List<Definition> merge(List<List<Definition>> bySource) {
    Map<String, Definition> byKey = new LinkedHashMap<>();
    Map<String, Definition> inForce = new HashMap<>();
    for (List<Definition> source : bySource) {
      Map<String, Definition> highestHere = new HashMap<>();
      for (Definition definition : source) {
        if (byKey.putIfAbsent(definition.key(), definition) == null) {
          highestHere.merge(name(definition), definition, Precedence::higher);
        }
      }
      highestHere.forEach(
          (name, candidate) ->
              inForce.merge(
                  name,
                  candidate,
                  (earlier, later) ->
                      later.type().equals("SearchParameter") ? earlier : higher(earlier, later)));
    }
    Map<String, Definition> byId = new HashMap<>();
    List<Definition> merged = new ArrayList<>();
    for (Definition definition : byKey.values()) {
      Optional.ofNullable(byId.put(definition.type() + "/" + definition.id(), definition))
          .ifPresent(other -> refuse(definition, other));
      boolean chosen = inForce.get(name(definition)) == definition;
      merged.add(chosen ? definition : definition.notEffective());
    }
    return merged;
  }

  private static String name(Definition definition) {
    return definition.type() + " " + definition.url();
  }

  private static Definition higher(Definition left, Definition right) {
    return Comparator.comparing(Definition::version, BusinessVersion.ORDER).compare(left, right)
            >= 0
        ? left
        : right;
  }

  private static void refuse(Definition definition, Definition other) {
    throw new ConfigurationFileException(
        definition.file(),
        definition.type() + "/" + definition.id() + " is already used by " + other.file());
  }
}
