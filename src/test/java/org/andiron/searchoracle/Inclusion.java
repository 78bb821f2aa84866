package org.andiron.searchoracle;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Enumerations.SearchParamType;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Resources that go with the matches. Without {@code :iterate} only references from or to matches
 * are followed.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#include">3.1.1.5.4</a>
 */
final class Inclusion {

  private final Cohort cohort;
  private final Evaluator evaluator;

  Inclusion(Cohort cohort, Evaluator evaluator) {
    this.cohort = cohort;
    this.evaluator = evaluator;
  }

  /** One {@code _include} or {@code _revinclude}; code {@code *} stands for every reference. */
  private record Rule(
      boolean reverse, boolean iterate, String source, String code, @Nullable String target) {

    static List<Rule> of(SearchUrl url) {
      List<Rule> rules = new ArrayList<>();
      for (SearchUrl.Pair pair : url.pairs()) {
        if (pair.name().matches("_(rev)?include(:iterate)?") && !pair.value().isEmpty()) {
          String[] parts = (pair.value().equals("*") ? "*:*" : pair.value()).split(":", 3);
          rules.add(
              new Rule(
                  pair.name().startsWith("_rev"),
                  pair.name().endsWith(":iterate"),
                  parts[0],
                  parts[1],
                  parts.length == 3 ? parts[2] : null));
        }
      }
      return rules;
    }
  }

  Set<String> of(Set<String> matches, SearchUrl url) {
    List<Rule> rules = Rule.of(url);
    Set<String> reached = new HashSet<>(matches);
    Set<String> edge = matches;
    boolean first = true;
    while (!edge.isEmpty()) {
      Set<String> next = new TreeSet<>();
      for (Rule rule : rules) {
        if (first || rule.iterate()) {
          edge.forEach(key -> neighbours(key, rule).map(Cohort::key).forEach(next::add));
        }
      }
      next.removeAll(reached);
      reached.addAll(next);
      edge = next;
      first = false;
    }
    Set<String> included = new TreeSet<>(reached);
    included.removeAll(matches);
    return included;
  }

  private Stream<Resource> neighbours(String key, Rule rule) {
    Resource resource = cohort.find(key).orElseThrow();
    if (rule.target() != null && rule.reverse() && !rule.target().equals(resource.fhirType())) {
      return Stream.empty();
    }
    return rule.reverse()
        ? cohort.all().stream().filter(source -> targets(source, rule).anyMatch(resource::equals))
        : targets(resource, rule)
            .filter(target -> rule.target() == null || rule.target().equals(target.fhirType()));
  }

  /** Resources of the cohort that one refers to; contained ones are already there. */
  private Stream<Resource> targets(Resource source, Rule rule) {
    if (!rule.source().equals("*") && !rule.source().equals(source.fhirType())) {
      return Stream.empty();
    }
    return codes(source.fhirType(), rule)
        .flatMap(code -> evaluator.targets(source, code).stream())
        .filter(target -> cohort.find(Cohort.key(target)).orElse(null) == target);
  }

  private static Stream<String> codes(String type, Rule rule) {
    return rule.code().equals("*")
        ? SearchDefinitions.r4().of(type).values().stream()
            .filter(definition -> definition.type() == SearchParamType.REFERENCE)
            .map(SearchDefinition::code)
        : Stream.of(rule.code());
  }
}
