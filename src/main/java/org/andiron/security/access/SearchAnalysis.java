package org.andiron.security.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.andiron.security.scope.Permission;
import org.andiron.security.scope.ResourceTypes;

/**
 * Finds the types that a search looks at beside its own: by chains, {@code _has}, {@code _include}
 * and {@code _revinclude}. To look for something in resources of a type needs the right to search
 * it; to show them along with others, that to read or search it.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html">Search</a>
 */
final class SearchAnalysis {

  private static final Pattern TYPED_CHAIN =
      Pattern.compile("[A-Za-z][A-Za-z0-9-]*:([A-Z][A-Za-z]+)\\.(.+)");
  private static final Pattern UNTYPED_CHAIN = Pattern.compile("([A-Za-z][A-Za-z0-9-]*)\\.(.+)");
  private static final Pattern HAS = Pattern.compile("_has:([A-Z][A-Za-z]+):[^:]+:(.+)");
  private static final Pattern INCLUDE =
      Pattern.compile("([A-Z][A-Za-z]+):([^:]+)(?::([A-Z][A-Za-z]+))?");

  /** Parameters that may look at other types in ways not told by their names. */
  private static final Set<String> OPEN = Set.of("_filter", "_list", "_query", "_contained");

  private final ReferenceTargets targets;

  SearchAnalysis(ReferenceTargets targets) {
    this.targets = targets;
  }

  /** Which types a reference can refer to. */
  interface ReferenceTargets {

    /**
     * Types to which a reference parameter refers.
     *
     * @param parameter as in {@code Observation:subject}; empty if it is not known
     */
    Set<String> of(String parameter);
  }

  /** What a search of a type wants. */
  WantedAccess of(String type, Map<String, String[]> parameters) {
    Findings findings = new Findings();
    findings.search(type);
    read(type, parameters, findings);
    return findings.wanted();
  }

  /** What a search of several types wants, those of {@code _type}; or of all, if there are none. */
  WantedAccess ofTypes(Set<String> types, Map<String, String[]> parameters) {
    Findings findings = new Findings();
    if (types.isEmpty()) {
      findings.needs.add(Need.ofAny(Permission.SEARCH));
      findings.open();
    }
    for (String type : types) {
      findings.search(type);
    }
    for (String type : types.isEmpty() ? Set.of("") : types) {
      read(type, parameters, findings);
    }
    return findings.wanted();
  }

  private void read(String type, Map<String, String[]> parameters, Findings findings) {
    parameters.forEach(
        (name, values) -> {
          readName(type, name, findings);
          String bare = bare(name);
          for (String value : values) {
            if (bare.equals("_include")) {
              readInclude(value, findings);
            } else if (bare.equals("_revinclude")) {
              readReverseInclude(value, findings);
            }
          }
        });
  }

  private static String bare(String name) {
    return name.replaceAll("[:.].*", "");
  }

  private void readName(String type, String name, Findings findings) {
    if (OPEN.contains(bare(name))) {
      findings.open();
    }
    Matcher has = HAS.matcher(name);
    if (has.matches()) {
      findings.search(has.group(1));
      readName(has.group(1), has.group(2), findings);
      return;
    }
    Matcher typed = TYPED_CHAIN.matcher(name);
    if (typed.matches()) {
      findings.search(typed.group(1));
      readName(typed.group(1), typed.group(2), findings);
      return;
    }
    Matcher untyped = UNTYPED_CHAIN.matcher(name);
    if (untyped.matches()) {
      Set<String> referred = targets.of(type + ":" + untyped.group(1));
      if (!referred.isEmpty()) {
        findings.needs.add(Need.ofOne(referred, Permission.SEARCH));
      }
      findings.searchOf(referred);
      readRestOfChain(referred, untyped.group(2), findings);
    }
  }

  /**
   * Further hops of a chain without types: only the types that they name are told.
   *
   * @param types those that it may have led to
   */
  private void readRestOfChain(Set<String> types, String rest, Findings findings) {
    if (OPEN.contains(bare(rest))) {
      findings.open();
    }
    for (Pattern pattern : List.of(HAS, TYPED_CHAIN)) {
      Matcher hop = pattern.matcher(rest);
      if (hop.matches()) {
        findings.search(hop.group(1));
        readRestOfChain(Set.of(hop.group(1)), hop.group(2), findings);
        return;
      }
    }
    int dot = rest.indexOf('.');
    if (dot >= 0) {
      Set<String> next = new TreeSet<>();
      for (String type : types) {
        Set<String> referred = targets.of(type + ":" + bare(rest));
        if (referred.isEmpty()) {
          findings.open();
        }
        next.addAll(referred);
      }
      findings.searchOf(next);
      readRestOfChain(next, rest.substring(dot + 1), findings);
    }
  }

  private void readInclude(String value, Findings findings) {
    Matcher include = INCLUDE.matcher(value);
    if (!include.matches()) {
      findings.showOf(Set.of());
      return;
    }
    Set<String> referred =
        include.group(3) != null
            ? Set.of(include.group(3))
            : targets.of(include.group(1) + ":" + include.group(2));
    findings.showOf(referred);
    Set<String> known = new TreeSet<>(referred);
    known.retainAll(ResourceTypes.ALL);
    if (!known.isEmpty()) {
      findings.needs.add(Need.ofOne(known, Permission.READ, Permission.SEARCH));
    }
  }

  private static void readReverseInclude(String value, Findings findings) {
    Matcher include = INCLUDE.matcher(value);
    if (include.matches()) {
      findings.search(include.group(1));
    } else {
      findings.open();
    }
  }

  /** What has been found of one search. */
  private static final class Findings {
    private final List<Need> needs = new ArrayList<>();
    private final Map<String, Set<Permission>> searched = new TreeMap<>();
    private final Set<String> beside = new TreeSet<>();
    private Set<Permission> others = WantedAccess.SEEING;
    private boolean besideKnown = true;

    void search(String type) {
      if (ResourceTypes.ALL.contains(type)
          && searched.put(type, Set.of(Permission.SEARCH)) == null) {
        needs.add(Need.of(type, Permission.SEARCH));
      }
    }

    /** It looks into resources of any type. It must not look into what may only be read. */
    void open() {
      searchOf(Set.of());
    }

    /** It looks into resources of some of these types, or of any if there are none. */
    void searchOf(Set<String> types) {
      others = Set.of(Permission.SEARCH);
      showOf(types);
    }

    /** It shows resources of some of these types, or of any if there are none. */
    void showOf(Set<String> types) {
      besideKnown &= !types.isEmpty();
      beside.addAll(types);
    }

    /** A Binary exists by any other resource. */
    WantedAccess wanted() {
      boolean known = besideKnown && !searched.containsKey("Binary") && !beside.contains("Binary");
      return WantedAccess.of(
          needs, new Sight(searched, others, known ? Optional.of(beside) : Optional.empty()));
    }
  }
}
