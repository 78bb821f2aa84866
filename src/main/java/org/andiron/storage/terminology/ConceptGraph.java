package org.andiron.storage.terminology;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.CodeSystem.CodeSystemHierarchyMeaning;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;
import org.hl7.fhir.r4.model.CodeSystem.ConceptPropertyComponent;
import org.hl7.fhir.r4.model.CodeSystem.PropertyComponent;
import org.hl7.fhir.r4.model.Coding;
import org.jspecify.annotations.Nullable;

/**
 * The concepts of one code system with their is-a relations, which come from nesting (unless {@code
 * hierarchyMeaning} says that it means something else) and from the properties parent, subsumedBy
 * and child.
 *
 * @see <a href="https://hl7.org/fhir/R4/codesystem.html#hierarchy">Hierarchy</a>
 */
final class ConceptGraph {

  private static final String STANDARD_PROPERTIES = "http://hl7.org/fhir/concept-properties#";
  private static final Set<String> TO_PARENT = Set.of("parent", "subsumedBy");
  private static final Set<String> TO_CHILD = Set.of("child");

  private final boolean caseSensitive;
  private final Map<String, ConceptDefinitionComponent> concepts = new LinkedHashMap<>();
  private final Map<String, Set<String>> parents = new LinkedHashMap<>();
  private final Map<String, Set<String>> children = new LinkedHashMap<>();

  ConceptGraph(CodeSystem codeSystem) {
    caseSensitive = !codeSystem.hasCaseSensitive() || codeSystem.getCaseSensitive();
    boolean nestingIsA =
        !codeSystem.hasHierarchyMeaning()
            || codeSystem.getHierarchyMeaning() == CodeSystemHierarchyMeaning.ISA;
    addNested(codeSystem.getConcept(), nestingIsA);
    Set<String> toParent = propertyCodes(codeSystem, TO_PARENT);
    Set<String> toChild = propertyCodes(codeSystem, TO_CHILD);
    for (Map.Entry<String, ConceptDefinitionComponent> entry : concepts.entrySet()) {
      for (ConceptPropertyComponent property : entry.getValue().getProperty()) {
        String other = valueOf(property);
        if (other != null && toParent.contains(property.getCode())) {
          relate(key(other), entry.getKey());
        } else if (other != null && toChild.contains(property.getCode())) {
          relate(entry.getKey(), key(other));
        }
      }
    }
  }

  /** What a property of a concept says: a code, or the text of another primitive. */
  static @Nullable String valueOf(ConceptPropertyComponent property) {
    return property.getValue() instanceof Coding coding
        ? coding.getCode()
        : property.getValue() == null ? null : property.getValue().primitiveValue();
  }

  private static Set<String> propertyCodes(CodeSystem codeSystem, Set<String> standardCodes) {
    Set<String> codes = new HashSet<>(standardCodes);
    for (PropertyComponent property : codeSystem.getProperty()) {
      String uri = property.getUri();
      if (uri != null
          && uri.startsWith(STANDARD_PROPERTIES)
          && standardCodes.contains(uri.substring(STANDARD_PROPERTIES.length()))) {
        codes.add(property.getCode());
      }
    }
    return codes;
  }

  private void addNested(List<ConceptDefinitionComponent> roots, boolean nestingIsA) {
    Deque<ConceptDefinitionComponent> open = new ArrayDeque<>();
    pushInOrder(open, roots);
    while (!open.isEmpty()) {
      ConceptDefinitionComponent concept = open.pop();
      if (concept.hasCode()) {
        concepts.putIfAbsent(key(concept.getCode()), concept);
        for (ConceptDefinitionComponent child : concept.getConcept()) {
          if (nestingIsA && child.hasCode()) {
            relate(key(concept.getCode()), key(child.getCode()));
          }
        }
      }
      pushInOrder(open, concept.getConcept());
    }
  }

  private static void pushInOrder(
      Deque<ConceptDefinitionComponent> open, List<ConceptDefinitionComponent> concepts) {
    for (int i = concepts.size() - 1; i >= 0; i--) {
      open.push(concepts.get(i));
    }
  }

  private void relate(String parent, String child) {
    children.computeIfAbsent(parent, it -> new LinkedHashSet<>()).add(child);
    parents.computeIfAbsent(child, it -> new LinkedHashSet<>()).add(parent);
  }

  private String key(String code) {
    return caseSensitive ? code : code.toLowerCase(Locale.ROOT);
  }

  /** All concepts, each after its parent. */
  Collection<ConceptDefinitionComponent> concepts() {
    return concepts.values();
  }

  @Nullable ConceptDefinitionComponent find(String code) {
    return concepts.get(key(code));
  }

  /** Whether both spell the same code. */
  boolean same(String one, String other) {
    return key(one).equals(key(other));
  }

  /** Whether a concept is another one's child, with nothing in between. */
  boolean isChild(String code, String parent) {
    return parents.getOrDefault(key(code), Set.of()).contains(key(parent));
  }

  /** Whether a concept is another one or one of its descendants. */
  boolean isA(String code, String ancestor) {
    return reach(key(code), parents).contains(key(ancestor));
  }

  /** The concept itself and all below it, as {@link #contains} understands them. */
  Set<String> below(String code) {
    return reach(key(code), children);
  }

  /** The concept itself and all above it, as {@link #contains} understands them. */
  Set<String> above(String code) {
    return reach(key(code), parents);
  }

  /** Whether a set that this graph made has a code. */
  boolean contains(Set<String> made, String code) {
    return made.contains(key(code));
  }

  /** How the first code stands to the second, both of which exist. */
  Subsumption compare(String a, String b) {
    if (same(a, b)) {
      return Subsumption.EQUIVALENT;
    }
    boolean aAboveB = isA(b, a);
    boolean bAboveA = isA(a, b);
    if (aAboveB && bAboveA) {
      return Subsumption.EQUIVALENT;
    }
    return aAboveB
        ? Subsumption.SUBSUMES
        : bAboveA ? Subsumption.SUBSUMED_BY : Subsumption.NOT_SUBSUMED;
  }

  private static Set<String> reach(String start, Map<String, Set<String>> relation) {
    Set<String> reached = new LinkedHashSet<>(Set.of(start));
    Deque<String> open = new ArrayDeque<>(Set.of(start));
    while (!open.isEmpty()) {
      for (String next : relation.getOrDefault(open.remove(), Set.of())) {
        if (reached.add(next)) {
          open.add(next);
        }
      }
    }
    return reached;
  }
}
